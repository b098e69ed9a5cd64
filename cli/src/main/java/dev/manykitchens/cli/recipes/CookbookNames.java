package dev.manykitchens.cli.recipes;

import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;

import java.util.Iterator;

/// The names of the recipes that come with the program, for completion.
public final class CookbookNames implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
        return RecipeBook.load(CookbookNames.class.getClassLoader()).all().stream()
                .map(Recipe::name)
                .iterator();
    }
}
