package dev.manykitchens.core.cookbook;

import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// One drink: the order is taken (computing), the espresso machine is used (one for all, so drinks
/// queue for it), milk is steamed (waiting). Gives the drink.
public final class MakeCoffee implements Recipe {

    @Override
    public String name() {
        return "make_coffee";
    }

    @Override
    public String summary() {
        return "takes the order, uses the one espresso machine, steams milk";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.optional("drink", Value.of("cappuccino"), "what the customer wants"));
    }

    @Override
    public ValueType resultType() {
        return ValueType.TEXT;
    }

    /// The resource that all drinks share.
    public static final String MACHINE = "espresso-machine";

    @Override
    public Map<String, ResourceSpec> resources() {
        return Map.of(MACHINE, ResourceSpec.shared(1));
    }

    @Override
    public List<Step> steps(Row arguments, JobRandom random) {
        return List.of(
                Step.compute(Duration.ofMillis(20)),
                new Step.Use(MACHINE, List.of(Step.waitFor(Duration.ofMillis(300)))),
                Step.waitFor(Duration.ofMillis(80)));
    }

    @Override
    public Value result(Row arguments, JobContext context) {
        return Value.of(arguments.text(0));
    }
}
