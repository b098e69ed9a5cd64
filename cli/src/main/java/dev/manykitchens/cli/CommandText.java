package dev.manykitchens.cli;

import picocli.CommandLine.Model.CommandSpec;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What was typed, so that it can be typed again.
final class CommandText {

    private static final Pattern PLAIN = Pattern.compile("[\\w./:=,+@%^-]+");

    private CommandText() {}

    /// The whole command, ready to be pasted into a shell.
    static String of(CommandSpec command) {
        return command.root().commandLine().getParseResult().originalArgs().stream()
                .map(CommandText::quoted)
                .collect(Collectors.joining(" ", "kitchen ", ""));
    }

    /// A word as it is typed in a shell.
    static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
