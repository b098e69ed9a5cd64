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

/// Holds one permit of a named resource for a while. Gives nothing.
public final class UseResource implements Recipe {

    @Override
    public String name() {
        return "use_resource";
    }

    @Override
    public String summary() {
        return "holds one permit of a named resource for a duration";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.required("resource", ValueType.TEXT, "the resource's name"),
                Limits.duration("duration", "100ms", "how long it is held"));
    }

    @Override
    public ValueType resultType() {
        return ValueType.NONE;
    }

    @Override
    public List<Value> sample(int index) {
        return List.of(Value.of(MakeCoffee.MACHINE));
    }

    @Override
    public List<Step> steps(Row arguments, JobRandom random) {
        return List.of(
                new Step.Use(
                        arguments.text(0), List.of(Step.waitFor(Limits.duration(arguments, 1)))));
    }

    @Override
    public Value result(Row arguments, JobContext context) {
        return Value.NONE;
    }
}
