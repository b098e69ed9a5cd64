/// Random numbers: one stream a concern, fixed by a seed.
///
/// ```
/// seed, concern ──RandomStreams──▶ a stream of its own ──▶ samplers
/// ```
///
/// The numbers of single jobs are elsewhere, [dev.manykitchens.core.recipe.JobRandom]: they must
/// not depend on which jobs ran before.
///
/// Start reading at [dev.manykitchens.core.random.RandomStreams].
@NullMarked
package dev.manykitchens.core.random;

import org.jspecify.annotations.NullMarked;
