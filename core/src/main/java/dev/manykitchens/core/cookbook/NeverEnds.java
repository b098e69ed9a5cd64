package dev.manykitchens.core.cookbook;

import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import java.util.List;

/// A drill: computes for ever, and reaches a checkpoint every few microseconds, so a timeout or a
/// cancellation ends it.
public final class NeverEnds implements Recipe {

    @Override
    public String name() {
        return "never_ends";
    }

    @Override
    public String summary() {
        return "a drill: computes for ever, until a timeout or a cancellation ends it";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    @Override
    public ValueType resultType() {
        return ValueType.NONE;
    }

    @Override
    public Value result(Row arguments, JobContext context) {
        while (true) {
            context.checkpoint();
            Thread.onSpinWait();
        }
    }
}
