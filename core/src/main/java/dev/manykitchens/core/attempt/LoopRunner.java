package dev.manykitchens.core.attempt;

import dev.manykitchens.core.job.Outcome;

/// The non-blocking interpreter: runs many attempts on one event loop. Waits are timers of the
/// loop, resources call back, and computing is done on the loop's own thread, which blocks it, or
/// on threads for computing.
public final class LoopRunner {

    final RunEnvironment environment;
    final LoopThread loop;
    final Listener listener;
    final CpuMeter meter;

    /// Hears how attempts end.
    @FunctionalInterface
    public interface Listener {
        /// The attempt has ended, on the thread that ended it. Not called for one that was
        /// abandoned.
        void ended(Attempt attempt, Outcome outcome, AttemptTimes times);
    }

    /// A runner of attempts in this environment, on this loop.
    public LoopRunner(RunEnvironment environment, LoopThread loop, Listener listener) {
        this.environment = environment;
        this.meter = environment.meter();
        this.loop = loop;
        this.listener = listener;
    }

    /// Runs an attempt up to its first wait and returns; the loop does the rest. From the loop's
    /// own thread only.
    ///
    /// @param times filled on the way
    /// @throws AttemptAbandonedException when the attempt was given up while it computed here: this
    ///   thread was replaced and must end
    public void begin(Attempt attempt, AttemptTimes times) {
        new LoopAttempt(this, attempt, times).begin();
    }
}
