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

/// A cook brews cups of chai, one after the other, and waits 3 s for each to draw. Gives the number
/// of cups.
public final class BrewChai implements Recipe {

    @Override
    public String name() {
        return "brew_chai";
    }

    @Override
    public String summary() {
        return "waits 3 s for each cup of chai to draw, one after the other";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(Parameter.optional("cups", Value.of(1), "how many cups, at most 1000"));
    }

    @Override
    public ValueType resultType() {
        return ValueType.INTEGER;
    }

    private static final long MOST = 1_000;

    @Override
    public List<Step> steps(Row arguments, JobRandom random) {
        int cups = (int) Limits.within(arguments, 0, "cups", 0, MOST);
        return Collections.nCopies(cups, Step.waitFor(Duration.ofSeconds(3)));
    }

    @Override
    public Value result(Row arguments, JobContext context) {
        return arguments.value(0);
    }
}
