/// Figures, tables and sentences for people.
///
/// ```
/// ComparisonResult ──▶ ComparisonTable ─┐
///                  ──▶ SplitTable ──────┼─▶ TextTable ──▶ lines that fit the terminal, and what was left out
///                  ──▶ VerdictWords     │
///             Note ──▶ CautionWords     │
///                        Figures ───────┘ one way to write a time, a ratio, a size
///                         Legend            what the columns of the comparison mean
///               sentences ──▶ Paragraph     lines that fit the terminal
///                messages ──▶ OneLine       what came in several lines in one
/// ```
///
/// Start reading at [dev.manykitchens.report.text.ComparisonTable].
@NullMarked
package dev.manykitchens.report.text;

import org.jspecify.annotations.NullMarked;
