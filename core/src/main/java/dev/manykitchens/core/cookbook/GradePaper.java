package dev.manykitchens.core.cookbook;

import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;

/// A teacher grades one paper: reads it, thinks about it, writes the points. Only thinking can
/// overlap with other papers. Gives the points, always the same for the same paper.
public final class GradePaper implements Recipe {

    @Override
    public String name() {
        return "grade_paper";
    }

    @Override
    public String summary() {
        return "reads a paper (computing), thinks (waiting), writes the points (computing)";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(Parameter.optional("paper", Value.of(1), "the number of the paper"));
    }

    @Override
    public ValueType resultType() {
        return ValueType.INTEGER;
    }

    private static final BigInteger STRIDE = BigInteger.valueOf(37);
    private static final BigInteger SPREAD = BigInteger.valueOf(61);

    @Override
    public List<Value> sample(int index) {
        return List.of(Value.of(index + 1L));
    }

    @Override
    public List<Step> steps(Row arguments, JobRandom random) {
        return List.of(
                Step.compute(Duration.ofMillis(20)),
                Step.waitFor(Duration.ofMillis(100)),
                Step.compute(Duration.ofMillis(30)));
    }

    @Override
    public Value result(Row arguments, JobContext context) {
        return Value.of(40 + arguments.integer(0).multiply(STRIDE).mod(SPREAD).longValue());
    }
}
