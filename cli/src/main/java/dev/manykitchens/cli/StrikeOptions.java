package dev.manykitchens.cli;

import dev.manykitchens.cli.drill.StrikeCommands;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.List;
import java.util.Optional;

/// How the coordinators of a cluster that is there are struck.
final class StrikeOptions {

    /// Their names.
    static final List<String> NAMES = List.of("--kill", "--start", "--cut", "--mend");

    @Option(
            names = "--kill",
            paramLabel = "COMMAND",
            description =
                    "With --coordinator: kills the coordinator that leads. Like the next three it is yours, for /bin/sh -c here, must end within 60 s with 0, and finds whom it is for in $KITCHEN_MEMBER_HOST, $KITCHEN_MEMBER_PORT and $KITCHEN_MEMBER, the id that kitchen coordinator status lists.")
    private @Nullable String kill;

    @Option(
            names = "--start",
            paramLabel = "COMMAND",
            description =
                    "Starts what was killed, in the background; in any case, also after Ctrl-C. Left out, somebody else must, within 2 min.")
    private @Nullable String start;

    @Option(
            names = "--cut",
            paramLabel = "COMMAND",
            description =
                    "With --coordinator: cuts the coordinator that leads off from the others, for --pause.")
    private @Nullable String cut;

    @Option(
            names = "--mend",
            paramLabel = "COMMAND",
            description = "Undoes what --cut did; in any case, also after Ctrl-C.")
    private @Nullable String mend;

    /// The commands.
    ///
    /// @throws UserMistakeException in one line when nothing can be played with them
    StrikeCommands commands() {
        return UserMistakeException.unless(() ->
                new StrikeCommands(
                        Optional.ofNullable(kill),
                        Optional.ofNullable(start),
                        Optional.ofNullable(cut),
                        Optional.ofNullable(mend)));
    }
}
