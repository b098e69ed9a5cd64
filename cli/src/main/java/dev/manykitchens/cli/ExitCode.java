package dev.manykitchens.cli;

/// What the process tells its caller.
final class ExitCode {

    /// All went well.
    static final int GOOD = 0;

    /// A job failed, a pool could not be opened, a run could not go on, or a gate tripped.
    static final int FAILED = 1;

    /// The command line asks for something that cannot be.
    static final int MISTAKE = 2;

    /// What was asked for is not finished yet: try again later. As EX_TEMPFAIL in BSD's
    /// `sysexits.h`.
    static final int UNFINISHED = 75;

    /// A bug of ours.
    static final int BUG = 70;

    /// Ctrl-C; partial results were printed.
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
