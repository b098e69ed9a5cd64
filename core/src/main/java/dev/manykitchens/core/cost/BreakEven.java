package dev.manykitchens.core.cost;

/// From which size of job on a pool is faster than one thread, for work that computes.
public sealed interface BreakEven {

    /// It pays off against one thread above so much CPU time a job.
    ///
    /// @param seconds the best guess, in seconds of CPU time
    /// @param low lower end of its 95 % interval; not below the smallest jobs tried
    /// @param high upper end of its 95 % interval; not above the largest jobs tried
    record Above(double seconds, double low, double high) implements BreakEven {}

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
    /// @param seconds the CPU time of the largest jobs tried
    record NotFound(double seconds) implements BreakEven {}

    /// Only one of its jobs computes at a time, so there is nothing to gain and nothing was tried.
    record OneAtATime() implements BreakEven {}
}
