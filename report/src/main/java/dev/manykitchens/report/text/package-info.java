/// Figures, tables and sentences for people.
///
/// ```
/// ComparisonResult ──▶ ComparisonTable ─┐
///                  ──▶ SplitTable ──────┼─▶ TextTable ──▶ lines that fit the terminal, and what was left out
///                  ──▶ VerdictWords     │
///                        Figures ───────┘ one way to write a time, a ratio, a size
/// ```
///
/// Start reading at [dev.manykitchens.report.text.ComparisonTable].
@NullMarked
package dev.manykitchens.report.text;

import org.jspecify.annotations.NullMarked;
