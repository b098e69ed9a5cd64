package dev.manykitchens.coordinator.link;

import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import java.util.List;

/// A recipe that is known here by its name alone: its code is where its client and its workers are.
///
/// @param parameters as many as the batch has columns
record RemoteRecipe(String name, List<Parameter> parameters) implements Recipe {

    RemoteRecipe {
        parameters = List.copyOf(parameters);
    }

    /// @param types of its parameters
    static RemoteRecipe of(String name, List<ValueType> types) {
        return new RemoteRecipe(
                name,
                types.stream()
                        .map(type -> Parameter.required("argument", type, "as the client sent it"))
                        .toList());
    }

    @Override
    public String summary() {
        return "known by its name";
    }

    @Override
    public ValueType resultType() {
        return ValueType.NONE;
    }

    @Override
    public Value result(Row arguments, JobContext context) {
        throw new IllegalStateException(
                "a coordinator must leave jobs to its workers, was to run " + name);
    }
}
