/// Which of the pools that were compared to take.
///
/// ```
/// ComparisonResult ──Advice──▶ the cheapest pool that is nearly as fast as the fastest
///                     ▲
///        Goal ────────┤   and keeps a limit for response times
///                     ▼
/// LoadResult ──LoadAdvice──▶ the cheapest pool that keeps up with the load, and keeps the limit
/// ```
///
/// Start reading at [dev.manykitchens.core.advice.Advice].
@NullMarked
package dev.manykitchens.core.advice;

import org.jspecify.annotations.NullMarked;
