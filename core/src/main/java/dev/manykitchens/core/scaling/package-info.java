/// How throughput grows with the size of a pool: a law fitted to the sizes measured, how well it
/// foretells what was measured, and what it says about sizes that were not.
///
/// ```
/// ComparisonResult ──Families──▶ pools that differ only in size
///                                       │  Point (size, seconds of its rounds)
///                                       ▼
///                 LawFit ──▶ ScalingLaw ──▶ Scaling: intervals, hold-out, limit, predictions
/// ```
///
/// Start reading at [dev.manykitchens.core.scaling.Scaling], then
/// [dev.manykitchens.core.scaling.ScalingLaw].
@NullMarked
package dev.manykitchens.core.scaling;

import org.jspecify.annotations.NullMarked;
