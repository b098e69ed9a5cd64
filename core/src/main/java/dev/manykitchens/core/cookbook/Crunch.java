package dev.manykitchens.core.cookbook;

import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import java.util.List;

/// A calibrated amount of CPU work on a stove. Gives nothing.
public final class Crunch implements Recipe {

    @Override
    public String name() {
        return "crunch";
    }

    @Override
    public String summary() {
        return "computes for an amount of CPU work, on a stove";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(Limits.duration("work", "50ms", "how much, as time on an idle core"));
    }

    @Override
    public ValueType resultType() {
        return ValueType.NONE;
    }

    @Override
    public List<Step> steps(Row arguments, JobRandom random) {
        return List.of(Step.compute(Limits.duration(arguments, 0)));
    }

    @Override
    public Value result(Row arguments, JobContext context) {
        return Value.NONE;
    }
}
