/// Recipes: named job types, described as data.
///
/// A recipe is **steps plus a result**. The steps say what a job costs (waiting, computing, holding
/// a resource); the result is the code that makes its value. Because steps are data, three
/// interpreters run the same recipe: a blocking one and a non-blocking one
/// ([dev.manykitchens.core.attempt]), and one in virtual time (module simulator).
///
/// ```
/// RecipeBook ── name ──▶ Recipe ── (arguments, random) ──▶ List<Step>   Wait │ Compute │ Offload │ Use
///                           └───── (arguments, context) ──▶ Value
/// ```
///
/// Start reading at [dev.manykitchens.core.recipe.Recipe], then
/// [dev.manykitchens.core.recipe.Step]. The recipes that come with the project are in
/// [dev.manykitchens.core.cookbook].
@NullMarked
package dev.manykitchens.core.recipe;

import org.jspecify.annotations.NullMarked;
