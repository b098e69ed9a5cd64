/// Bars of a run for terminals.
///
/// ```
/// RunFile ─┬─▶ TimeBars    wall times, with the rounds as a sparkline
///          └─▶ SplitBars   where the time of a job went
///                Ink       blocks in colours, or plain characters
/// ```
///
/// Start reading at [dev.manykitchens.report.bars.TimeBars].
@NullMarked
package dev.manykitchens.report.bars;

import org.jspecify.annotations.NullMarked;
