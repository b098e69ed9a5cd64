/// Counts of a run while it goes on, folded from its events.
///
/// ```
/// RunEvent ──accept──▶ RunSummary ──snapshot──▶ numbers for the progress bar and the last lines of a run
/// ```
///
/// Start reading at [dev.manykitchens.report.summary.RunSummary].
@NullMarked
package dev.manykitchens.report.summary;

import org.jspecify.annotations.NullMarked;
