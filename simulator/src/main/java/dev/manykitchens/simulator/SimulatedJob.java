package dev.manykitchens.simulator;

import java.util.Optional;

/// What a job does when a simulated worker runs it.
///
/// @param serviceNanos how long it keeps a thread busy
/// @param fate how it ends
/// @param resource the shared resource that it holds all that time, if any
public record SimulatedJob(long serviceNanos, Fate fate, Optional<String> resource) {

    /// How a job ends.
    public enum Fate {
        /// It gives a result.
        SUCCEEDS,
        /// Its code fails.
        FAILS,
        /// It kills the process that runs it.
        KILLS
    }

    public SimulatedJob {
        if (serviceNanos < 0) {
            throw new IllegalArgumentException(
                    "a job must take at least 0 ns, took " + serviceNanos);
        }
    }

    /// A job that takes so long and gives a result.
    public static SimulatedJob lasting(long serviceNanos) {
        return new SimulatedJob(serviceNanos, Fate.SUCCEEDS, Optional.empty());
    }

    /// What the jobs of a run do, by batch and position; every attempt of a job does the same.
    @FunctionalInterface
    public interface Jobs {
        SimulatedJob at(long batch, int job);
    }
}
