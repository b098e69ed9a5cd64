package dev.manykitchens.core.attempt;

import dev.manykitchens.core.job.Outcome;

/// Hears that an attempt was given up: it was told to stop and did not. Must not block.
@FunctionalInterface
public interface AbandonListener {

    /// This is the attempt's outcome; its thread is lost to the pool and must be replaced. Called
    /// once, on a thread of its own. Should the thread ever come back, it ends with
    /// [AttemptAbandonedException].
    ///
    /// @param thread the thread that does not come back
    /// @param times when it started and when it was given up; nothing is known of the time between
    void abandoned(Attempt attempt, Thread thread, Outcome outcome, AttemptTimes times);
}
