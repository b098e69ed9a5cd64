/// A run as one value that can be written, read back and drawn: what tables, exports, reports and
/// comparisons of two runs share.
///
/// ```
/// ComparisonResult ──RunFileWriter──▶ RunFile ──▶ JSON of schema manykitchens.run/1
///                                        ▲  │           │
///                                        │  │           └── RunFile.parse
///                                        └──┼───────────────────┘
///                                           ▼
///                        export (CSV, Markdown), report, diff
/// ```
///
/// Every record stands for one object of the file, its components for the keys. Times are in
/// seconds, sizes in bytes, null stands for what is not known. Start reading at
/// [dev.manykitchens.report.run.RunFile].
@NullMarked
package dev.manykitchens.report.run;

import org.jspecify.annotations.NullMarked;
