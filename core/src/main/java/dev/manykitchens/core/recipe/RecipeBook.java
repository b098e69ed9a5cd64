package dev.manykitchens.core.recipe;

import dev.manykitchens.core.name.Nearest;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.ColumnBuilder;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.Value;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The recipes that can be run here, by name. Immutable.
public final class RecipeBook {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    private final SortedMap<String, Recipe> recipes;

    /// The same, found without comparing names: every job that is submitted looks its recipe up.
    private final Map<String, Recipe> byName;

    private final SortedMap<String, ResourceSpec> resources;

    private RecipeBook(
            SortedMap<String, Recipe> recipes, SortedMap<String, ResourceSpec> resources) {
        this.recipes = Collections.unmodifiableSortedMap(recipes);
        recipes.replaceAll((_, recipe) -> recipe.among(this));
        this.byName = Map.copyOf(recipes);
        this.resources = Collections.unmodifiableSortedMap(resources);
    }

    /// A book of the given recipes.
    ///
    /// @throws IllegalArgumentException when two have the same name, a name is malformed, or two
    ///   disagree on a resource
    public static RecipeBook of(Iterable<? extends Recipe> recipes) {
        SortedMap<String, Recipe> byName = new TreeMap<>();
        for (Recipe recipe : recipes) {
            if (!NAME.matcher(recipe.name()).matches()) {
                throw new IllegalArgumentException(
                        "a recipe's name must be lower case letters, digits and underscores, was \""
                                + recipe.name()
                                + "\" ("
                                + recipe.getClass().getName()
                                + ")");
            }
            Recipe other = byName.put(recipe.name(), recipe);
            if (other != null) {
                throw new IllegalArgumentException(
                        "a recipe's name must be taken once, was taken by "
                                + other.getClass().getName()
                                + " and "
                                + recipe.getClass().getName()
                                + ": "
                                + recipe.name());
            }
        }
        return new RecipeBook(byName, resourcesOf(byName.values()));
    }

    private static SortedMap<String, ResourceSpec> resourcesOf(Collection<Recipe> recipes) {
        SortedMap<String, ResourceSpec> resources = new TreeMap<>();
        for (Recipe recipe : recipes) {
            recipe.resources()
                    .forEach((name, spec) -> {
                        ResourceSpec other = resources.putIfAbsent(name, spec);
                        if (other != null && !other.equals(spec)) {
                            throw new IllegalArgumentException(
                                    "recipes must agree on the resource %s, %s wants %d permits (%s) and another %d (%s)"
                                            .formatted(
                                                    name,
                                                    recipe.name(),
                                                    spec.permits(),
                                                    spec.scope(),
                                                    other.permits(),
                                                    other.scope()));
                        }
                    });
        }
        return resources;
    }

    /// The recipes that come with the project and those found by `ServiceLoader` on this class
    /// loader.
    public static RecipeBook load(ClassLoader loader) {
        return of(ServiceLoader.load(Recipe.class, loader));
    }

    /// All recipes, by name.
    public Collection<Recipe> all() {
        return recipes.values();
    }

    /// The resources that these recipes use, by name, as they are when nobody says otherwise.
    public SortedMap<String, ResourceSpec> resources() {
        return resources;
    }

    /// The recipe of this name.
    ///
    /// @throws IllegalArgumentException naming the nearest one when there is none
    public Recipe get(String name) {
        Recipe recipe = byName.get(name);
        if (recipe == null) {
            throw new IllegalArgumentException(
                    "a recipe must be one that is known here, was \""
                            + name
                            + "\"; "
                            + Nearest.suggestion(name, recipes.keySet(), "see `kitchen recipes`"));
        }
        return recipe;
    }

    /// Packs rows of arguments into columns, filling in defaults.
    ///
    /// @throws IllegalArgumentException naming the job and the argument that does not fit
    public static Columns pack(Recipe recipe, List<? extends List<? extends Value>> rows) {
        List<Parameter> parameters = recipe.parameters();
        List<Column> columns = new ArrayList<>(parameters.size());
        for (int p = 0; p < parameters.size(); p++) {
            columns.add(packColumn(recipe, rows, p, parameters.get(p)));
        }
        for (int row = 0; row < rows.size(); row++) {
            if (rows.get(row).size() > parameters.size()) {
                throw new IllegalArgumentException(
                        "%s takes at most %d argument%s, job %d has %d"
                                .formatted(
                                        recipe.name(),
                                        parameters.size(),
                                        parameters.size() == 1 ? "" : "s",
                                        row + 1,
                                        rows.get(row).size()));
            }
        }
        return new Columns(rows.size(), columns);
    }

    private static Column packColumn(
            Recipe recipe,
            List<? extends List<? extends Value>> rows,
            int position,
            Parameter parameter) {
        ColumnBuilder builder = new ColumnBuilder(parameter.type(), rows.size());
        for (int row = 0; row < rows.size(); row++) {
            List<? extends Value> given = rows.get(row);
            int job = row + 1;
            Value value =
                    position < given.size()
                            ? given.get(position)
                            : parameter
                                    .defaultValue()
                                    .orElseThrow(() ->
                                            new IllegalArgumentException(
                                                    "%s needs the argument %s (%s), job %d has none"
                                                            .formatted(
                                                                    recipe.name(),
                                                                    parameter.name(),
                                                                    parameter.type().phrase(),
                                                                    job)));
            try {
                builder.add(value);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "argument %s of %s, job %d: %s"
                                .formatted(parameter.name(), recipe.name(), job, e.getMessage()),
                        e);
            }
        }
        return builder.build();
    }
}
