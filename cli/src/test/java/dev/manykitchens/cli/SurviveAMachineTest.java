package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `docs/how-to/survive-a-machine.md` says of the command.
class SurviveAMachineTest {

    private static final Pattern COMMAND =
            Pattern.compile("^(?:ID=\\$\\()?kitchen ([^#&)>\\n]+)", Pattern.MULTILINE);

    @Test
    void commandLinesAreOnesThatTheCommandTakes() throws IOException {
        List<String> commands =
                COMMAND.matcher(page()).results().map(found -> found.group(1).strip()).toList();

        assertThat(commands).hasSizeGreaterThan(5);
        for (String command : commands) {
            CommandLine.ParseResult parsed =
                    TestShell.piped()
                            .commandLine()
                            .parseArgs(command.replace("\"$ID\"", "1").split(" "));
            assertThat(parsed.hasSubcommand()).as(command).isTrue();
        }
    }

    @Test
    void howLongFinishedBatchesAreKeptIsWhatTheOptionsSay() throws IOException {
        CommandLine coordinator =
                Objects.requireNonNull(
                        TestShell.piped().commandLine().getSubcommands().get("coordinator"));
        for (String option : List.of("--keep-days", "--keep-mib")) {
            String value = coordinator.getCommandSpec().findOption(option).defaultValue();
            Matcher said = Pattern.compile("`" + option + "` \\(([0-9]+)\\)").matcher(page());
            assertThat(said.find()).as(option).isTrue();
            assertThat(said.group(1)).isEqualTo(value);
        }
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("..", "docs", "how-to", "survive-a-machine.md"));
    }
}
