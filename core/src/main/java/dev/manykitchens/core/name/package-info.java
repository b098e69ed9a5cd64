/// Names that people type: what a mistyped one probably meant.
///
/// ```
/// typed name, known names ──▶ Nearest ──▶ "did you mean compute_square?"
/// ```
///
/// It stands below everything that has names (recipes, resources, pools, commands) and knows none
/// of them. Start reading at [dev.manykitchens.core.name.Nearest].
@NullMarked
package dev.manykitchens.core.name;

import org.jspecify.annotations.NullMarked;
