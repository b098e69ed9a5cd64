package dev.manykitchens.cli;

import dev.manykitchens.coordinator.serve.ServeOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What a coordinator keeps so that nothing that it accepted is lost.
final class KeepOptions {

    private static final String OFF = "off";
    static final int MOST_DAYS = 36_500;
    static final int MOST_MIB = 1 << 30;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Keep what clients submit, and every outcome, in DIR/journal.db: a coordinator that is killed and started again with the same DIR goes on with it. The dashboard lists the runs in DIR/runs, which kitchen compare and kitchen simulate keep there with --data. off: nothing survives the coordinator (default: data, in the directory of --state).")
    private @Nullable String data;

    @Option(
            names = "--keep-days",
            paramLabel = "DAYS",
            defaultValue = "7",
            description =
                    "How long finished batches that outlive their clients are kept (default: ${DEFAULT-VALUE}).")
    private int keepDays = 7;

    @Option(
            names = "--keep-mib",
            paramLabel = "MIB",
            defaultValue = "1024",
            description =
                    "The oldest of them are forgotten sooner when all of them take more than so many MiB, each counted as its outcomes and 4 KiB (default: ${DEFAULT-VALUE}).")
    private int keepMib = 1024;

    /// The data directory; empty: there is none.
    ///
    /// @param state the directory of what a coordinator keeps beside
    Optional<Path> directory(Path state) {
        String told = data;
        if (told == null) {
            return Optional.of(state.resolve("data"));
        }
        if (told.isBlank()) {
            throw new UserMistakeException("--data must name a directory, or be off, was empty");
        }
        return told.equals(OFF) ? Optional.empty() : Optional.of(Path.of(told));
    }

    /// @throws UserMistakeException when it is no such number
    ServeOptions.Keep keep() {
        requireFrom("--keep-days", keepDays, MOST_DAYS);
        requireFrom("--keep-mib", keepMib, MOST_MIB);
        return new ServeOptions.Keep(Duration.ofDays(keepDays), (long) keepMib << 20);
    }

    /// @throws UserMistakeException when it is not from 0 to the most
    static void requireFrom(String option, int was, int most) {
        if (was < 0 || was > most) {
            throw new UserMistakeException(
                    "%s must be from 0 to %d, was %d".formatted(option, most, was));
        }
    }
}
