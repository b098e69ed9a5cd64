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

/// Bread goes into the toaster, which is waiting, and is buttered, which is computing. Gives
/// "toast".
public final class MakeToast implements Recipe {

    @Override
    public String name() {
        return "make_toast";
    }

    @Override
    public String summary() {
        return "waits for the toaster, then computes to butter the toast";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Limits.duration("toasting", "2s", "how long the toaster takes"),
                Limits.duration("buttering", "500ms", "how much CPU work the buttering is"));
    }

    @Override
    public ValueType resultType() {
        return ValueType.TEXT;
    }

    @Override
    public List<Step> steps(Row arguments, JobRandom random) {
        return List.of(
                Step.waitFor(Limits.duration(arguments, 0)),
                Step.compute(Limits.duration(arguments, 1)));
    }

    @Override
    public Value result(Row arguments, JobContext context) {
        return Value.of("toast");
    }
}
