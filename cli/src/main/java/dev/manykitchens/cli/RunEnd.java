package dev.manykitchens.cli;

import dev.manykitchens.report.run.RunFile;

import java.util.Optional;

/// How a comparison or a load ended.
///
/// @param code for the command to exit with
/// @param file what was measured; empty when it was stopped before the first pool was open
record RunEnd(int code, Optional<RunFile> file) {

    /// It was stopped before anything was measured; whoever asked for it says so.
    static RunEnd stoppedBeforeAnyPool() {
        return new RunEnd(ExitCode.INTERRUPTED, Optional.empty());
    }
}
