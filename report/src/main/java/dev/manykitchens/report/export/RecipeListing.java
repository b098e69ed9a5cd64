package dev.manykitchens.report.export;

import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.value.ValueType;
import dev.manykitchens.report.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// What `kitchen recipes --json` prints: the JSON of schema `manykitchens.recipes/1`.
///
/// @param schema [#SCHEMA]
/// @param recipes by name
public record RecipeListing(String schema, List<Entry> recipes) {

    /// The name and version of the format.
    public static final String SCHEMA = "manykitchens.recipes/1";

    /// One recipe.
    ///
    /// @param gives the type of its results
    /// @param endsItsJvm whether only worker JVMs take it
    public record Entry(
            String name,
            String summary,
            List<ParameterEntry> parameters,
            String gives,
            boolean endsItsJvm) {}

    /// One parameter.
    ///
    /// @param type `integer`, `real`, `text` or `bytes`
    /// @param defaultValue what is used when it is left out; null when it must be given
    public record ParameterEntry(
            String name, String type, String summary, @Nullable Object defaultValue) {}

    /// The listing of some recipes.
    public static RecipeListing of(Collection<Recipe> recipes) {
        return new RecipeListing(SCHEMA, recipes.stream().map(RecipeListing::entry).toList());
    }

    /// The text to print.
    public String toJson() {
        return Json.write(this);
    }

    private static Entry entry(Recipe recipe) {
        return new Entry(
                recipe.name(),
                recipe.summary(),
                recipe.parameters().stream()
                        .map(p ->
                                new ParameterEntry(
                                        p.name(),
                                        word(p.type()),
                                        p.summary(),
                                        p.defaultValue().map(Json::plain).orElse(null)))
                        .toList(),
                word(recipe.resultType()),
                recipe.hazard() == Recipe.Hazard.ENDS_ITS_JVM);
    }

    private static String word(ValueType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
