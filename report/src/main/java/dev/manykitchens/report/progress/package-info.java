/// How far a run is and how long it will still take, on terminals only.
///
/// ```
/// RunSummary ───────────┐                        ┌─▶ TimeLeft (a guess that waits until there is ground for it)
///                       ├─▶ ticker ─▶ ProgressBar ┤
/// ComparisonListener ───┘                        └─▶ TerminalLine (one line, redrawn, wiped at the end)
/// ```
///
/// Start reading at [dev.manykitchens.report.progress.RunProgress].
@NullMarked
package dev.manykitchens.report.progress;

import org.jspecify.annotations.NullMarked;
