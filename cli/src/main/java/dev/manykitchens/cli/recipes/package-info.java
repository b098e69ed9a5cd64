/// Recipes that users bring in jars: `--recipes`.
///
/// ```
/// --recipes cube.jar ──▶ RecipeJars ──▶ RecipeBook (ours and theirs) ──▶ PoolOptions.withRecipes
///                            └── the jars' paths ──────────────────────────▶ class path of the worker JVMs
/// ```
///
/// Start reading at [dev.manykitchens.cli.recipes.RecipeJars]; `docs/how-to/own-recipes.md` tells
/// users how to make one.
@NullMarked
package dev.manykitchens.cli.recipes;

import org.jspecify.annotations.NullMarked;
