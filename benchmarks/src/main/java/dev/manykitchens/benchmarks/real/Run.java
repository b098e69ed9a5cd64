package dev.manykitchens.benchmarks.real;

import dev.manykitchens.core.measurement.Times;

import java.util.List;

/// One round or load of a pool.
///
/// @param seconds the figure that pools are ranked by
/// @param lasted how long it took altogether, in seconds
/// @param others how many cores worked for others meanwhile, on average; NaN when not known
record Run(double seconds, double lasted, double others) {

    /// What others may take.
    private static final double QUIET = 0.1;

    /// Processor time is counted in ticks of 10 ms, ours and that of all.
    private static final double COUNTED = 0.02;

    /// Whether nobody else was in its way.
    boolean isQuiet() {
        return Double.isNaN(others) || others <= QUIET + COUNTED / lasted;
    }

    /// Those that nobody was in the way of; all, when there are none.
    static List<Run> quiet(List<Run> runs) {
        List<Run> quiet = runs.stream().filter(Run::isQuiet).toList();
        return quiet.isEmpty() ? runs : quiet;
    }

    /// Their figures together.
    static Times times(List<Run> runs) {
        return Times.of(seconds(runs));
    }

    /// Their figures.
    static double[] seconds(List<Run> runs) {
        return runs.stream().mapToDouble(Run::seconds).toArray();
    }
}
