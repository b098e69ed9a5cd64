package dev.manykitchens.core.comparison;

/// From which size of job on a pool is faster than one thread, for work that computes.
public sealed interface BreakEven {

    /// It pays off against one thread above so much CPU time a job.
    ///
    /// @param low CPU time in seconds with which it was not faster than one thread
    /// @param high CPU time in seconds with which it was
    record Above(double low, double high) implements BreakEven {

        /// The middle of the two, on a scale of ratios.
        public double seconds() {
            return Math.sqrt(low * high);
        }
    }

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
