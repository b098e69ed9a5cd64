/// What was measured before, read back from files: how long jobs took, when they came.
///
/// ```
/// times.csv, jobs.tsv (a job log) ──ColumnFile──▶ cells of one column ──MeasuredTimes──▶ nanoseconds
/// ```
///
/// Start reading at [dev.manykitchens.report.measured.MeasuredTimes].
@NullMarked
package dev.manykitchens.report.measured;

import org.jspecify.annotations.NullMarked;
