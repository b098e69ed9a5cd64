package dev.manykitchens.cli.drill;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What can be done to a cluster.
public enum Fault {
    /// SIGKILL for a worker.
    KILL,
    /// SIGSTOP for a worker, first for less than the lease, then for longer: as a long collection
    /// of garbage, or a laptop that is closed.
    PAUSE,
    /// The link of a worker carries nothing, in neither direction, and nobody is told.
    CUT,
    /// SIGKILL for the coordinator, and another is started in its place.
    RESTART;

    /// All of them, as words.
    public static final String WORDS = "kill,pause,cut,restart";

    /// Faults by their words, separated by commas.
    ///
    /// @throws IllegalArgumentException in one line
    public static List<Fault> parse(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).map(Fault::of).toList();
    }

    private static Fault of(String word) {
        return Arrays.stream(values())
                .filter(fault -> fault.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "--faults must be some of %s, separated by commas, was \"%s\""
                                        .formatted(WORDS, word)));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
