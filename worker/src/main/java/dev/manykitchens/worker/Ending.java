package dev.manykitchens.worker;

/// Why a worker ends, and with which exit code its process says so.
///
/// @param exitCode 0 in order, 1 refused or told nonsense, 3 left alone, 70 our own bug, 128 and
///   more: told to end now, by that signal
/// @param reason for people, in one line
public record Ending(int exitCode, String reason) {

    private static final int SIGNALLED = 128;

    /// It was drained and said goodbye, or nobody was there to say it to.
    static Ending left(String reason) {
        return new Ending(0, reason);
    }

    /// The coordinator did not want it, or its settings are wrong.
    static Ending refused(String reason) {
        return new Ending(1, reason);
    }

    /// Its parent or its coordinator is not there any more.
    static Ending alone(String reason) {
        return new Ending(3, reason);
    }

    /// It failed in its own code.
    static Ending bug(Throwable failure) {
        return new Ending(70, "the worker failed in its own code, please report this: " + failure);
    }

    /// A second signal: 128 and its number, as the shell has it.
    static Ending now(int signal) {
        return new Ending(SIGNALLED + signal, "told to end twice");
    }
}
