package dev.manykitchens.core.comparison;

/// From which size of job on a pool is faster than one thread, for work that computes.
public sealed interface BreakEven {

    /// It pays off above so much CPU time a job.
    ///
    /// @param seconds where it was as fast as one thread
    record Above(double seconds) implements BreakEven {}

    /// It was faster even with the smallest jobs tried.
    ///
    /// @param seconds the CPU time of those
    record Always(double seconds) implements BreakEven {}

    /// It was not faster even with the largest jobs tried.
    ///
    /// @param seconds the CPU time of those
    record Never(double seconds) implements BreakEven {}

    /// The search took too long before it had found a size below and a size above.
    ///
    /// @param seconds the CPU time of the jobs tried last
    record NotFound(double seconds) implements BreakEven {}

    /// Only one of its jobs computes at a time, so there is nothing to gain and nothing was tried.
    record OneAtATime() implements BreakEven {}
}
