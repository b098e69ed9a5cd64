/// The recipes that come with the project, one small file each.
///
/// | what it shows | recipes |
/// |---|---|
/// | real computing | `compute_square`, `sum_range`, `count_primes`, `render_tile` |
/// | waiting | `wait`, `download_file`, `take_order`, `brew_chai`, `boil_water` |
/// | both | `make_coffee`, `grade_paper`, `make_toast`, `serve_request`, `stir_pot` |
/// | an amount of CPU work, with and without a stove | `crunch`, `crunch_native` |
/// | something shared | `add_to_till` (memory), `use_resource` (permits) |
/// | drills | `fail`, `crash`, `make_bytes`, `never_ends`, `never_listens` |
///
/// A recipe whose cost is simulated gives it as [dev.manykitchens.core.recipe.Step]s, so that every
/// pool and the simulation run the same thing; a recipe that really computes has no steps and calls
/// [dev.manykitchens.core.recipe.JobContext#checkpoint] as it goes, and a simulation must be told
/// how long that takes.
///
/// ```
/// MandelbrotPicture ──▶ one row of arguments a tile ──▶ render_tile on any pool ──▶ bytes ──▶ MandelbrotPicture ──▶ pixels
/// ```
///
/// Start reading at [dev.manykitchens.core.cookbook.ComputeSquare], then
/// [dev.manykitchens.core.cookbook.MakeCoffee].
@NullMarked
package dev.manykitchens.core.cookbook;

import org.jspecify.annotations.NullMarked;
