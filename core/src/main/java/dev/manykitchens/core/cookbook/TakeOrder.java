package dev.manykitchens.core.cookbook;

import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

/// A cook takes the orders of some customers, one after the other, and waits 2 s for each to
/// choose. Gives the number of customers.
public final class TakeOrder implements Recipe {

    @Override
    public String name() {
        return "take_order";
    }

    @Override
    public String summary() {
        return "waits 2 s for each customer to choose, one after the other";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.optional("customers", Value.of(1), "how many customers, at most 1000"));
    }

    @Override
    public ValueType resultType() {
        return ValueType.INTEGER;
    }

    private static final long MOST = 1_000;

    @Override
    public List<Step> steps(Row arguments, JobRandom random) {
        int customers = (int) Limits.within(arguments, 0, "customers", 0, MOST);
        return Collections.nCopies(customers, Step.waitFor(Duration.ofSeconds(2)));
    }

    @Override
    public Value result(Row arguments, JobContext context) {
        return arguments.value(0);
    }
}
