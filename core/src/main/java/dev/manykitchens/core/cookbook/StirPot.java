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
import java.util.ArrayList;
import java.util.List;

/// A cook waits and then stirs, which needs the stove for a moment, so many times: between two
/// stirs the stove is somebody else's. Gives the number of stirs; making it is the last of them.
public final class StirPot implements Recipe {

    @Override
    public String name() {
        return "stir_pot";
    }

    @Override
    public String summary() {
        return "waits and then needs the stove for a moment, so many times";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.optional("stirs", Value.of(1), "how many times, at most 1000"),
                Limits.duration("every", "10ms", "how long the wait before each is"));
    }

    @Override
    public ValueType resultType() {
        return ValueType.INTEGER;
    }

    private static final long MOST = 1_000;
    private static final Duration MOMENT = Duration.ofNanos(10_000);

    @Override
    public List<Step> steps(Row arguments, JobRandom random) {
        int stirs = (int) Limits.within(arguments, 0, "stirs", 1, MOST);
        Step wait = Step.waitFor(Limits.duration(arguments, 1));
        List<Step> steps = new ArrayList<>(2 * stirs);
        steps.add(wait);
        for (int stir = 1; stir < stirs; stir++) {
            steps.add(Step.compute(MOMENT));
            steps.add(wait);
        }
        return steps;
    }

    @Override
    public Value result(Row arguments, JobContext context) {
        return arguments.value(0);
    }
}
