/// Two runs against each other: which pools became slower or faster, by how much, and how sure that
/// is.
///
/// ```
/// RunFile A ─┐
///            ├─▶ RunDiff ─┬─▶ DiffText   a table and sentences
/// RunFile B ─┘            └─▶ DiffFile   JSON of schema manykitchens.diff/1
/// ```
///
/// Start reading at [dev.manykitchens.report.diff.RunDiff].
@NullMarked
package dev.manykitchens.report.diff;

import org.jspecify.annotations.NullMarked;
