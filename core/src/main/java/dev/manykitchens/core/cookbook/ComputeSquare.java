package dev.manykitchens.core.cookbook;

import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import java.math.BigInteger;
import java.util.List;

/// The square of a whole number of any size, exact as in Python. Costs next to nothing by itself:
/// `--work` says what a job shall cost.
public final class ComputeSquare implements Recipe {

    /// The largest number whose square fits 64 bits.
    private static final long MOST_ROOT = 3_037_000_499L;

    @Override
    public String name() {
        return "compute_square";
    }

    @Override
    public String summary() {
        return "squares a whole number of any size";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(Parameter.required("n", ValueType.INTEGER, "the number to square"));
    }

    @Override
    public ValueType resultType() {
        return ValueType.INTEGER;
    }

    @Override
    public Value result(Row arguments, JobContext context) {
        if (arguments.value(0) instanceof Value.Int(long small)
                && small >= -MOST_ROOT
                && small <= MOST_ROOT) {
            return new Value.Int(small * small);
        }
        BigInteger n = arguments.integer(0);
        return Value.of(n.multiply(n));
    }

    /// A number of 64 bits; one of a million digits takes its time.
    @Override
    public boolean isBrief(Row arguments) {
        return arguments.value(0) instanceof Value.Int;
    }
}
