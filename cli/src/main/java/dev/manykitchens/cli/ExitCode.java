package dev.manykitchens.cli;

/// What the process tells its caller.
final class ExitCode {

    /// All went well.
    static final int GOOD = 0;

    /// A job failed, a pool could not be opened, a run could not go on, or a gate tripped.
    static final int FAILED = 1;

    /// The command line asks for something that cannot be.
    static final int MISTAKE = 2;

    /// A bug of ours.
    static final int BUG = 70;

    /// Ctrl-C; partial results were printed.
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
