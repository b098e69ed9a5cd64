package dev.manykitchens.core.scenario;

/// Draws durations of one distribution. Confined to one thread.
@FunctionalInterface
public interface DurationSampler {

    /// The next duration in nanoseconds, from 0 to 24 hours.
    long nextNanos();
}
