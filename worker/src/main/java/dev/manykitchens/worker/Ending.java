package dev.manykitchens.worker;

/// Why a worker ends, and with which exit code its process says so.
///
/// @param exitCode 0 in order, 1 refused or told nonsense, 3 left alone, 70 our own bug, 143 told
///   to end now
/// @param reason for people
record Ending(int exitCode, String reason) {

    /// It was drained and said goodbye.
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

    /// A second SIGTERM: 128 and the signal's number, as the shell has it.
    static Ending now() {
        return new Ending(143, "told to end twice");
    }
}
