package dev.manykitchens.simulator.theory;

import java.util.function.DoubleUnaryOperator;

/// Quantiles of a distribution that is known by its tail.
final class Quantiles {

    private Quantiles() {}

    /// The part that is beyond a quantile.
    static double tailOf(double part) {
        if (!(part >= 0 && part < 1)) {
            throw new IllegalArgumentException(
                    "the part of a quantile must be at least 0 and below 1, was " + part);
        }
        return 1 - part;
    }

    /// The time that such a part does not exceed, by bisection down to neighbouring numbers.
    ///
    /// @param scale about how large times are, above 0: where the search begins
    /// @param tail the probability of more than a time; falls from 1 towards 0
    static double solve(double part, double scale, DoubleUnaryOperator tail) {
        double longer = tailOf(part);
        double low = 0;
        double high = scale;
        while (tail.applyAsDouble(high) > longer) {
            low = high;
            high *= 2;
        }
        while (true) {
            double middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) {
                return high;
            }
            if (tail.applyAsDouble(middle) > longer) {
                low = middle;
            } else {
                high = middle;
            }
        }
    }
}
