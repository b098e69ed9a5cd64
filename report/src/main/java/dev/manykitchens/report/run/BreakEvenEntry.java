package dev.manykitchens.report.run;

import org.jspecify.annotations.Nullable;

/// From which size of job on a pool pays off against one thread.
///
/// @param oneByOne whether only one of its jobs computes at a time, so that nothing was tried
/// @param cpuSeconds the CPU time of a job above which the pool is faster; null when it was not
///   faster at any size tried
/// @param words the same as a sentence
public record BreakEvenEntry(boolean oneByOne, @Nullable Double cpuSeconds, String words) {}
