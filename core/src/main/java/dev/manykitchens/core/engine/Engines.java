package dev.manykitchens.core.engine;

import dev.manykitchens.core.attempt.RunEnvironment;

/// Makes engines.
public final class Engines {

    /// How long the thread of an event loop goes on beginning new attempts, and running what was
    /// posted, before the timers that are due get their turn, in nanoseconds. An attempt that
    /// computes on the loop at its beginning is not broken off; what it takes longer, timers wait
    /// longer. As long as the switch interval of a GIL: some thousand attempts begin in it that
    /// only wait, and no timer is much later for it than other threads make it anyway.
    public static final long LOOP_INTAKE_NANOS = 5_000_000;

    private Engines() {}

    /// The caller's thread; one source after the other.
    ///
    /// @param name prefix of the names of its threads, here and below
    public static Engine sequential(String name, RunEnvironment environment) {
        return new SequentialEngine(name, environment);
    }

    /// So many platform threads.
    public static Engine threads(String name, RunEnvironment environment, int size) {
        return new ThreadsEngine(name, environment, size);
    }

    /// One virtual thread an attempt, at most `limit` at once; all have the same name, without a
    /// number.
    ///
    /// The JVM runs virtual threads on as many platform threads as there are cores, and nobody can
    /// replace those: an abandoned attempt that computes for ever keeps one of them.
    public static Engine virtual(String name, RunEnvironment environment, int limit) {
        return new VirtualEngine(name, environment, limit);
    }

    /// So many threads that steal work from each other.
    public static Engine forkJoin(String name, RunEnvironment environment, int size) {
        return new ForkJoinEngine(name, environment, size);
    }

    /// One event-loop thread for everything, at most `limit` attempts in progress.
    public static Engine async(String name, RunEnvironment environment, int limit) {
        return new LoopEngine(name, environment, 0, limit);
    }

    /// One event-loop thread for waits and `size` threads for computing, at most `limit` attempts
    /// in progress.
    public static Engine hybrid(String name, RunEnvironment environment, int size, int limit) {
        return new LoopEngine(name, environment, size, limit);
    }
}
