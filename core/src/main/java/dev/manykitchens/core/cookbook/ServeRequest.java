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

/// A small request as web servers know them: a wait for a database, then light computing. Gives
/// nothing.
public final class ServeRequest implements Recipe {

    @Override
    public String name() {
        return "serve_request";
    }

    @Override
    public String summary() {
        return "waits a little, then computes a little, like a web request";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Limits.duration("waiting", "20ms", "how long the wait is"),
                Limits.duration("computing", "1ms", "how much CPU work follows"));
    }

    @Override
    public ValueType resultType() {
        return ValueType.NONE;
    }

    @Override
    public List<Step> steps(Row arguments, JobRandom random) {
        return List.of(
                Step.waitFor(Limits.duration(arguments, 0)),
                Step.compute(Limits.duration(arguments, 1)));
    }

    @Override
    public Value result(Row arguments, JobContext context) {
        return Value.NONE;
    }
}
