package dev.manykitchens.core.cookbook;

import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import java.math.BigInteger;
import java.util.List;

/// The sum of consecutive whole numbers, one real addition for each: Python's `sum(range(start,
/// stop))`, the `stop` left out.
///
/// `rounds` repeats the same additions, so that heavier arithmetic can be asked for with the same
/// result.
public final class SumRange implements Recipe {

    @Override
    public String name() {
        return "sum_range";
    }

    @Override
    public String summary() {
        return "adds the whole numbers from start up to stop, stop itself left out, one by one";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.optional("start", Value.of(0), "the first number"),
                Parameter.optional("stop", Value.of(10_000_000), "one more than the last number"),
                Parameter.optional("rounds", Value.of(1), "how often the same sum is made"));
    }

    @Override
    public ValueType resultType() {
        return ValueType.INTEGER;
    }

    private static final long LARGEST = 1_000_000_000_000L;
    private static final long MOST_ROUNDS = 1_000_000;
    private static final int BLOCK = 1 << 16;

    /// The distance from one number to the next. It is 1, but the compiler must not know: with a
    /// known distance it could add several numbers in one instruction, or none at all by Gauss's
    /// formula.
    private static volatile long one = 1;

    @Override
    public void check(Row arguments) {
        long _ = Limits.within(arguments, 0, "start", -LARGEST, LARGEST);
        long _ = Limits.within(arguments, 1, "stop", -LARGEST, LARGEST);
        long _ = Limits.within(arguments, 2, "rounds", 1, MOST_ROUNDS);
    }

    @Override
    public Value result(Row arguments, JobContext context) {
        check(arguments);
        long start = arguments.longValue(0);
        long stop = arguments.longValue(1);
        long rounds = arguments.longValue(2);
        BigInteger total = BigInteger.ZERO;
        for (long round = 0; round < rounds; round++) {
            // Each round starts from the one before and takes it away again, so that none is idle.
            BigInteger before = total;
            for (long from = start; from < stop; from += BLOCK) {
                total = total.add(BigInteger.valueOf(added(from, Math.min(stop, from + BLOCK))));
                context.checkpoint();
            }
            total = total.subtract(before);
        }
        return Value.of(total);
    }

    /// The sum of one block, which cannot overflow: 65,536 numbers of at most 10^12.
    ///
    /// Four additions to a turn of the loop. With one, a turn takes one cycle or two, as the
    /// compiled code happens to lie across the lines of the processor's instruction cache, so the
    /// speed of a JVM would change by half whenever the code is compiled anew. With four, what
    /// counts is that each addition waits for the one before, wherever the code lies.
    private static long added(long from, long to) {
        long step = one;
        long sum = 0;
        long number = from;
        long lastFour = to - 3 * step;
        while (number < lastFour) {
            sum += number;
            number += step;
            sum += number;
            number += step;
            sum += number;
            number += step;
            sum += number;
            number += step;
        }
        while (number < to) {
            sum += number;
            number += step;
        }
        return sum;
    }
}
