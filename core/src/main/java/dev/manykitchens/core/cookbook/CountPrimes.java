package dev.manykitchens.core.cookbook;

import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import java.util.List;

/// How many primes there are below a limit, found by trial division: real CPU work that no core
/// does much faster than another.
public final class CountPrimes implements Recipe {

    @Override
    public String name() {
        return "count_primes";
    }

    @Override
    public String summary() {
        return "counts the primes below a limit by trial division: real CPU work";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.optional(
                        "limit",
                        Value.of(700_000),
                        "counts the primes below it, at most a thousand million"));
    }

    @Override
    public ValueType resultType() {
        return ValueType.INTEGER;
    }

    private static final long LARGEST = 1_000_000_000;

    @Override
    public void check(Row arguments) {
        long _ = Limits.within(arguments, 0, "limit", 0, LARGEST);
    }

    @Override
    public Value result(Row arguments, JobContext context) {
        check(arguments);
        int limit = (int) arguments.longValue(0);
        long primes = limit > 2 ? 1 : 0;
        for (int candidate = 3; candidate < limit; candidate += 2) {
            if ((candidate & 31) == 1) {
                context.checkpoint();
            }
            if (isPrime(candidate)) {
                primes++;
            }
        }
        return Value.of(primes);
    }

    private static boolean isPrime(int odd) {
        for (int divisor = 3; divisor * divisor <= odd; divisor += 2) {
            if (odd % divisor == 0) {
                return false;
            }
        }
        return true;
    }
}
