package dev.manykitchens.core.cookbook;

import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import java.util.List;

/// A drill: throws, as a recipe with a mistake does.
public final class Fail implements Recipe {

    @Override
    public String name() {
        return "fail";
    }

    @Override
    public String summary() {
        return "a drill: throws an exception with a message";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.optional(
                        "message",
                        Value.of("this recipe always fails"),
                        "what the exception says"));
    }

    @Override
    public ValueType resultType() {
        return ValueType.NONE;
    }

    @Override
    public Value result(Row arguments, JobContext context) {
        throw new IllegalStateException(arguments.text(0));
    }
}
