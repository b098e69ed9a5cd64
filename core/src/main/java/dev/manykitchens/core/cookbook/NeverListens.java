package dev.manykitchens.core.cookbook;

import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import java.util.List;

/// A drill: computes without ever reaching a checkpoint and ignores interruption, so nothing but
/// the end of its JVM stops it before the duration is over.
public final class NeverListens implements Recipe {

    @Override
    public String name() {
        return "never_listens";
    }

    @Override
    public String summary() {
        return "a drill: computes and ignores every timeout and cancellation";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(Limits.duration("duration", "24h", "when it ends by itself"));
    }

    @Override
    public ValueType resultType() {
        return ValueType.NONE;
    }

    @Override
    public Value result(Row arguments, JobContext context) {
        long nanos = Limits.duration(arguments, 0).toNanos();
        long started = System.nanoTime();
        while (System.nanoTime() - started < nanos) {
            Thread.onSpinWait();
        }
        return Value.NONE;
    }
}
