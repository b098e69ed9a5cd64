package dev.manykitchens.coordinator.spawn;

import java.util.Map;

/// How a process ended.
///
/// @param exitCode as the operating system tells it: 128 and the signal's number when a signal
///   ended it
/// @param lastWords the end of what it printed, on one line; empty when it printed nothing
public record ExitReport(int exitCode, String lastWords) {

    private static final int SIGNALLED = 128;

    private static final Map<Integer, String> SIGNALS =
            Map.ofEntries(
                    Map.entry(1, "SIGHUP"),
                    Map.entry(2, "SIGINT"),
                    Map.entry(3, "SIGQUIT"),
                    Map.entry(4, "SIGILL"),
                    Map.entry(6, "SIGABRT"),
                    Map.entry(7, "SIGBUS"),
                    Map.entry(8, "SIGFPE"),
                    Map.entry(9, "SIGKILL"),
                    Map.entry(11, "SIGSEGV"),
                    Map.entry(15, "SIGTERM"));

    /// Whether a signal ended it: it may well have been fine until then.
    public boolean wasKilled() {
        return SIGNALS.containsKey(exitCode - SIGNALLED);
    }

    /// What became of the process, such as "was killed by SIGKILL (exit code 137)".
    public String describe() {
        String signal = SIGNALS.get(exitCode - SIGNALLED);
        String how =
                signal == null
                        ? "ended with exit code " + exitCode
                        : "was killed by " + signal + " (exit code " + exitCode + ")";
        return lastWords.isEmpty() ? how : how + ", saying: " + lastWords;
    }
}
