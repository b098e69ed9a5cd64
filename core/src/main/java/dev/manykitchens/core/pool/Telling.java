package dev.manykitchens.core.pool;

/// Whether this thread tells outcomes right now, running the code of those who wanted to hear them.
/// What that code waits for must not need this thread: in a pool inside this JVM it runs jobs.
final class Telling {

    private static final ScopedValue<Boolean> HERE = ScopedValue.newInstance();

    private Telling() {}

    /// Runs what hears outcomes.
    static void run(Runnable hearing) {
        ScopedValue.where(HERE, true).run(hearing);
    }

    /// Whether the caller is, or is called by, what hears outcomes.
    static boolean isHere() {
        return HERE.isBound();
    }
}
