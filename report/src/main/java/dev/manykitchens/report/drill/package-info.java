/// What a drill measured: faults played on a cluster that runs jobs meanwhile, and what each cost.
///
/// ```
/// times at which results were heard ──▶ Completions ── back to 90 % after ──▶ DrilledFault, a row each
///                                                                                 │
///                      DrillSetting ─▶ DrillScore ◀──────────────────────────┘
///                                               ├──▶ DrillTable   table, verdict
///                                               └──▶ DrillJson
/// ```
///
/// Start reading at [dev.manykitchens.report.drill.DrilledFault].
@NullMarked
package dev.manykitchens.report.drill;

import org.jspecify.annotations.NullMarked;
