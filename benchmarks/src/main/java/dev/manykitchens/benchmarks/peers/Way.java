package dev.manykitchens.benchmarks.peers;

/// One row of the table: a call of one side's API that squares numbers.
///
/// @param handing which rows it is compared with
/// @param who whose API
/// @param call which call of it
/// @param run does it
public record Way(Handing handing, String who, String call, Run run) {

    /// Squares the first so many of [Numbers].
    @FunctionalInterface
    public interface Run {

        /// Makes the numbers first, then starts the clock, and stops it when every result has been
        /// read and added up.
        Timing of(int jobs) throws Exception;
    }

    /// How long the jobs took, and the sum of their results.
    public record Timing(long nanos, long sum) {}

    @Override
    public String toString() {
        return who + " " + call;
    }
}
