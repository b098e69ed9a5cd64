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
                    "A command of yours that kills the coordinator that leads, in a cluster of yours.")
    private @Nullable String kill;

    @Option(
            names = "--start",
            paramLabel = "COMMAND",
            description =
                    "A command of yours that starts what --kill killed, in the background; it is carried out in any case, also after Ctrl-C. Left out, somebody else must start it, within 2 min.")
    private @Nullable String start;

    @Option(
            names = "--cut",
            paramLabel = "COMMAND",
            description =
                    "A command of yours that cuts the coordinator that leads off from the others, in a cluster of yours.")
    private @Nullable String cut;

    @Option(
            names = "--mend",
            paramLabel = "COMMAND",
            description =
                    "A command of yours that undoes what --cut did, after --pause; it is carried out in any case, also after Ctrl-C.")
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
