package dev.manykitchens.core.cookbook;

import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import java.util.List;

/// A drill: gives a result of any size, also one that is too large to travel.
public final class MakeBytes implements Recipe {

    @Override
    public String name() {
        return "make_bytes";
    }

    @Override
    public String summary() {
        return "a drill: gives so many bytes, also more than can travel";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.optional("count", Value.of(1_000), "how many bytes, at most 268435456"));
    }

    @Override
    public ValueType resultType() {
        return ValueType.BYTES;
    }

    private static final long MOST = 256L << 20;

    @Override
    public void check(Row arguments) {
        long _ = Limits.within(arguments, 0, "count", 0, MOST);
    }

    @Override
    public Value result(Row arguments, JobContext context) {
        check(arguments);
        return Value.of(new byte[(int) arguments.longValue(0)]);
    }
}
