package dev.manykitchens.benchmarks.dispatch;

import java.util.Arrays;

/// The middle of some figures, and how far they lie apart.
record Spread(double median, double min, double max) {

    /// That of at least one figure.
    static Spread of(double... figures) {
        if (figures.length == 0) {
            throw new IllegalArgumentException("there must be at least one figure, were none");
        }
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median =
                sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /// The same figures over a limit: how much of it they take.
    Spread over(double limit) {
        return new Spread(median / limit, min / limit, max / limit);
    }
}
