/// How sure figures are that were computed from a few rounds: drawing rounds again with
/// replacement.
///
/// ```
/// seconds of rounds ──Bootstrap──▶ a figure, many times over ──▶ Estimate (value, low, high)
/// ```
///
/// Start reading at [dev.manykitchens.core.statistics.Bootstrap].
@NullMarked
package dev.manykitchens.core.statistics;

import org.jspecify.annotations.NullMarked;
