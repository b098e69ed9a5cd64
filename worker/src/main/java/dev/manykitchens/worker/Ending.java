package dev.manykitchens.worker;

import dev.manykitchens.core.attempt.MemoryText;

/// Why a worker ends, and with which exit code its process says so.
///
/// @param exitCode 0 in order, 1 refused or told nonsense, 3 left alone, 4 out of memory, 70 our
///   own bug, 128 and more: told to end now, by that signal
/// @param reason for people, in one line
public record Ending(int exitCode, String reason) {

    /// The exit code of a worker that ran out of memory.
    public static final int OUT_OF_MEMORY = 4;

    private static final int SIGNALLED = 128;
    private static final int SIGKILL = 9;

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

    /// It failed in its own code: for want of memory, or because of a bug.
    static Ending failed(Throwable failure) {
        OutOfMemoryError memory = MemoryText.among(failure);
        if (memory != null) {
            return new Ending(
                    OUT_OF_MEMORY,
                    "the worker had no memory to go on with: " + MemoryText.of(memory));
        }
        return new Ending(70, "the worker failed in its own code, please report this: " + failure);
    }

    /// Ends this process at once and says nothing, with the exit code that one has which was
    /// killed.
    static void asIfKilled() {
        Runtime.getRuntime().halt(SIGNALLED + SIGKILL);
    }

    /// A second signal: 128 and its number, as the shell has it.
    static Ending now(int signal) {
        return new Ending(SIGNALLED + signal, "told to end twice");
    }
}
