package dev.manykitchens.report.run;

import org.jspecify.annotations.Nullable;

/// From which size of job on a pool pays off against one thread.
///
/// @param oneByOne whether only one of its jobs computes at a time, so that nothing was tried
/// @param cpuSeconds the CPU time of a job above which the pool is faster; null when it was not
///   faster at any size tried
/// @param low lower end of its 95 % interval; null when there is none
/// @param high upper end of its 95 % interval; null when there is none
/// @param words the same as a sentence
public record BreakEvenEntry(
        boolean oneByOne,
        @Nullable Double cpuSeconds,
        @Nullable Double low,
        @Nullable Double high,
        String words) {

    /// Without an interval.
    static BreakEvenEntry sure(boolean oneByOne, @Nullable Double cpuSeconds, String words) {
        return new BreakEvenEntry(oneByOne, cpuSeconds, null, null, words);
    }
}
