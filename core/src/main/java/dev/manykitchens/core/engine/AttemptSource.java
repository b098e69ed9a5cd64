package dev.manykitchens.core.engine;

import dev.manykitchens.core.attempt.Attempt;
import dev.manykitchens.core.attempt.AttemptTimes;
import dev.manykitchens.core.job.Outcome;

import org.jspecify.annotations.Nullable;

/// Attempts that an engine is to run, such as those of one batch. Thread-safe; must not block.
public interface AttemptSource {

    /// The next attempt, for an engine that gives each a thread of its own or runs many at once;
    /// null when there will never be another one.
    @Nullable Attempt next();

    /// A new share in the attempts, for a thread that runs many of them.
    default Share share() {
        return new SingleShare(this);
    }

    /// Times for an attempt that is about to run.
    default AttemptTimes newTimes() {
        return new AttemptTimes();
    }

    /// An attempt has ended. Not called for one that was abandoned.
    void ended(Attempt attempt, Outcome outcome, AttemptTimes times);

    /// An upper bound of how many more attempts there will be.
    int remaining();

    /// Attempts of a source with a higher one begin first; at least 0.
    default int priority() {
        return 0;
    }

    /// Whether attempts have a time limit, so that a thread may be given up under them.
    boolean isTimed();

    /// Whoever lent its thread wants it back: cancels what has not ended.
    void cancel();
}
