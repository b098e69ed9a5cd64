package dev.manykitchens.core.cookbook;

import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import java.time.Duration;
import java.util.List;

/// Waits, and does nothing else: for a fixed time, or for a random one within a range, fixed by the
/// batch's seed. Gives the duration that was drawn.
public final class Wait implements Recipe {

    @Override
    public String name() {
        return "wait";
    }

    @Override
    public String summary() {
        return "waits for a duration, or for a random one within a range such as 1s..3s";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.optional(
                        "duration", Value.of("100ms"), "how long, such as 50ms, 2s or 1s..3s"));
    }

    @Override
    public ValueType resultType() {
        return ValueType.TEXT;
    }

    @Override
    public List<Step> steps(Row arguments, JobRandom random) {
        return List.of(Step.waitFor(drawn(arguments, random)));
    }

    @Override
    public Value result(Row arguments, JobContext context) {
        return Value.of(DurationRange.text(drawn(arguments, context.random())));
    }

    /// Drawn from the start of the job's numbers, so that steps and result agree.
    private static Duration drawn(Row arguments, JobRandom random) {
        return random.fromStart().within(DurationRange.parse(arguments.text(0)));
    }
}
