package dev.manykitchens.report.text;

import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// Recipes for people: a table of all, or one with its parameters.
public final class RecipeTable {

    private RecipeTable() {}

    /// One row a recipe.
    public static String of(Collection<Recipe> recipes, int width) {
        return new TextTable<Recipe>()
                .text("recipe", TextTable.ALWAYS, Recipe::name)
                .text("takes", 1, RecipeTable::takes)
                .text("gives", 2, recipe -> recipe.resultType().phrase())
                .text("what it does", TextTable.ALWAYS, Recipe::summary)
                .render(List.copyOf(recipes), width);
    }

    /// One recipe: what it does, and one row a parameter.
    public static String of(Recipe recipe, int width) {
        String end = System.lineSeparator();
        String head =
                recipe.name()
                        + ": "
                        + recipe.summary()
                        + end
                        + "gives "
                        + recipe.resultType().phrase();
        String hazard =
                switch (recipe.hazard()) {
                    case NONE -> "";
                    case ENDS_ITS_JVM -> "; it can end its JVM, so only worker JVMs take it";
                };
        if (recipe.parameters().isEmpty()) {
            return head + hazard + "; takes nothing" + end;
        }
        String parameters =
                new TextTable<Parameter>()
                        .text("parameter", TextTable.ALWAYS, Parameter::name)
                        .text("takes", TextTable.ALWAYS, parameter -> parameter.type().phrase())
                        .text("default", TextTable.ALWAYS, RecipeTable::defaultOf)
                        .text("meaning", TextTable.ALWAYS, Parameter::summary)
                        .render(recipe.parameters(), width);
        return head + hazard + end + end + parameters;
    }

    private static String takes(Recipe recipe) {
        return recipe.parameters().stream()
                .map(p -> p.defaultValue().map(value -> p.name() + "=" + value).orElse(p.name()))
                .collect(Collectors.joining(", "));
    }

    private static String defaultOf(Parameter parameter) {
        return parameter.defaultValue().map(Object::toString).orElse("must be given");
    }
}
