package dev.manykitchens.simulator.study;

import java.util.List;

/// Where the beginning of a run ends, in which a system that started empty is not yet as it will
/// be.
///
/// MSER-5 (White, Cobb and Spratt, "A comparison of five steady-state truncation heuristics for
/// simulation", 2000): of the means of five jobs each, as many of the first are left out as make
/// the standard error of the mean of the others least; but never more than half, since then the run
/// is too short to tell. It is applied to the mean of several replications, as Welch's plot is: in
/// a single one it tends to leave out what is large by chance, and so makes figures too small.
final class Settling {

    private static final int BATCH = 5;

    private Settling() {}

    /// How many of the first jobs to leave out.
    ///
    /// @param replications of each, a figure of every job in the order in which they came
    static int jobsToLeaveOut(List<long[]> replications) {
        int jobs = replications.stream().mapToInt(figures -> figures.length).min().orElse(0);
        int batches = jobs / BATCH;
        if (batches < 4) {
            return 0;
        }
        double[] means = new double[batches];
        for (int i = 0; i < batches; i++) {
            double sum = 0;
            for (long[] figures : replications) {
                for (int j = 0; j < BATCH; j++) {
                    sum += figures[BATCH * i + j];
                }
            }
            means[i] = sum / BATCH;
        }
        return BATCH * bestCut(means);
    }

    /// Sums from the end, so that each cut costs one step; of distances from the last mean, so that
    /// what does not vary has sums that are exactly 0.
    private static int bestCut(double[] means) {
        double sum = 0;
        double squares = 0;
        double least = Double.POSITIVE_INFINITY;
        int best = 0;
        for (int cut = means.length - 1; cut >= 0; cut--) {
            double distance = means[cut] - means[means.length - 1];
            sum += distance;
            squares += distance * distance;
            double left = means.length - cut;
            double error = Math.max(0, squares - sum * sum / left) / (left * left);
            if (cut <= means.length / 2 && error <= least) {
                least = error;
                best = cut;
            }
        }
        return best;
    }
}
