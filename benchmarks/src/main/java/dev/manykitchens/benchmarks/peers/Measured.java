package dev.manykitchens.benchmarks.peers;

import java.util.Arrays;
import java.util.List;

/// What a way did in all rounds.
///
/// @param way which
/// @param jobs how many in each round
/// @param perSecond jobs per second of each round, in their order; at least one
record Measured(Way way, int jobs, List<Double> perSecond) {

    Measured {
        perSecond = List.copyOf(perSecond);
    }

    double median() {
        double[] sorted = sorted();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    double slowest() {
        return sorted()[0];
    }

    double fastest() {
        return sorted()[sorted().length - 1];
    }

    private double[] sorted() {
        double[] sorted = perSecond.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
