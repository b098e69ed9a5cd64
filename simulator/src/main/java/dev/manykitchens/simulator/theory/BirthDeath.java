package dev.manykitchens.simulator.theory;

import java.util.function.IntToDoubleFunction;

/// How often a number from 0 to some most is each of its values, when it goes up by one and down by
/// one at rates that depend on it alone.
///
/// The number's probabilities are proportional to the products of birth(j - 1) / death(j). They are
/// computed from the most probable value outwards, so that nothing overflows, and what is below
/// [#NEGLIGIBLE] of the most probable is 0. For that the ratios must not rise with j, as in queues
/// whose servers do not slow down; then all terms of all sums are positive and there is nothing
/// that could cancel. Source: L. Kleinrock, *Queueing Systems* vol. 1 (1975), section 3.1.
final class BirthDeath {

    private static final double NEGLIGIBLE = 1e-40;

    private final double[] weights;
    private final int first;
    private final int last;
    private final double sum;

    /// @param most the largest value
    /// @param birth the rate up from a value, asked for 0 to most - 1, above 0
    /// @param death the rate down from a value, asked for 1 to most, above 0
    BirthDeath(int most, IntToDoubleFunction birth, IntToDoubleFunction death) {
        weights = new double[most + 1];
        int mode = mode(most, birth, death);
        weights[mode] = 1;
        double total = 1;
        int low = mode;
        while (low > 0 && weights[low] > NEGLIGIBLE) {
            weights[low - 1] =
                    weights[low] * (death.applyAsDouble(low) / birth.applyAsDouble(low - 1));
            low--;
            total += weights[low];
        }
        int high = mode;
        while (high < most && weights[high] > NEGLIGIBLE) {
            weights[high + 1] =
                    weights[high] * (birth.applyAsDouble(high) / death.applyAsDouble(high + 1));
            high++;
            total += weights[high];
        }
        first = low;
        last = high;
        sum = total;
    }

    /// The mean of a function of the number.
    double mean(IntToDoubleFunction value) {
        double total = 0;
        for (int number = first; number <= last; number++) {
            total += weights[number] * value.applyAsDouble(number);
        }
        return total / sum;
    }

    // The largest value that is at least as probable as the one below it.
    private static int mode(int most, IntToDoubleFunction birth, IntToDoubleFunction death) {
        int low = 0;
        int high = most;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (birth.applyAsDouble(middle - 1) >= death.applyAsDouble(middle)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
