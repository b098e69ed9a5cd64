/// Runs that were kept: a folder of files, and pages that list, open, draw and compare them.
///
/// ```
/// kitchen compare --data DIR ── RunFolder.reserve ──▶ a hidden file with room ── commit ──▶ DIR/runs/TIME-NAME.json
///                                                                                                │
///                       this command's own finished runs ──▶ RunShelf ◀── RunFolder: list, read ─┘
///                                                               │
///                       runs.json · runs/ID.json · runs/ID/report.html · diff.json ◀── RunPages
/// ```
///
/// The folder belongs to nobody: many commands keep runs in it at once, others read them, and
/// people put files there and take them away. So nothing is remembered of it but what was read from
/// files that have not changed since, in a [dev.manykitchens.report.history.RunIndex] also from one
/// process to the next, and whatever is no run is shown as such, with the reason.
///
/// Start reading at [dev.manykitchens.report.history.RunFolder].
@NullMarked
package dev.manykitchens.report.history;

import org.jspecify.annotations.NullMarked;
