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

/// Water for tea comes to the boil: waiting. Gives "tea".
public final class BoilWater implements Recipe {

    @Override
    public String name() {
        return "boil_water";
    }

    @Override
    public String summary() {
        return "waits for the kettle, as for tea";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(Limits.duration("duration", "3s", "how long the kettle takes"));
    }

    @Override
    public ValueType resultType() {
        return ValueType.TEXT;
    }

    @Override
    public List<Step> steps(Row arguments, JobRandom random) {
        return List.of(Step.waitFor(Limits.duration(arguments, 0)));
    }

    @Override
    public Value result(Row arguments, JobContext context) {
        return Value.of("tea");
    }
}
