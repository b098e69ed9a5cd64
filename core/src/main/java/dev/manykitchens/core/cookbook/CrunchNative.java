package dev.manykitchens.core.cookbook;

import dev.manykitchens.core.recipe.Computation;
import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import java.util.List;

/// The same amount of CPU work as [Crunch], without a stove: a native extension that releases
/// Python's GIL. Gives nothing.
public final class CrunchNative implements Recipe {

    @Override
    public String name() {
        return "crunch_native";
    }

    @Override
    public String summary() {
        return "computes without a stove, as a native extension that releases the GIL";
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
        return List.of(new Step.Offload(new Computation.Amount(Limits.duration(arguments, 0))));
    }

    @Override
    public Value result(Row arguments, JobContext context) {
        return Value.NONE;
    }
}
