package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.report.text.Legend;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

@Isolated("replaces System.err")
class KitchenMainTest {

    static Stream<String> commands() {
        TestShell shell = TestShell.piped();
        return shell.commandLine().getSubcommands().keySet().stream()
                .filter(name -> !name.equals("help"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpWithAnExample(String command) {
        TestShell shell = TestShell.piped();

        // What picocli cannot format it says there, and not on the shell's streams.
        ByteArrayOutputStream warnings = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(warnings, true, StandardCharsets.UTF_8));
        int exit;
        try {
            exit = shell.run(command, "--help");
        } finally {
            System.setErr(before);
        }

        assertThat(warnings.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(exit).isZero();
        assertThat(shell.lines().getFirst()).startsWith("Usage: kitchen " + command);
        assertThat(shell.out()).containsPattern("Examples?:\\R.*kitchen " + command);
        assertThat(shell.err()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpFitsANarrowTerminalAndItsExamplesStayWhole(String command) {
        // picocli itself refuses to lay out help in fewer than 55 columns, and any command with it.
        TestShell shell = TestShell.terminal(40);

        int exit = shell.run(command, "--help");

        assertThat(exit).as(shell.err()).isZero();
        assertThat(shell.lines()).allMatch(line -> line.length() <= 55);
        List<String> lines = shell.lines();
        List<String> examples =
                lines.stream().dropWhile(l -> !l.matches("Examples?:")).skip(1).toList();
        assertThat(examples).isNotEmpty();
        for (int i = 0; i < examples.size() && !examples.get(i).isBlank(); i++) {
            boolean continued = i > 0 && examples.get(i - 1).endsWith(" \\");
            assertThat(examples.get(i)).startsWith(continued ? "      -" : "  ").contains(" ");
            assertThat(continued || examples.get(i).contains("kitchen "))
                    .as("the line \"%s\" is a command or goes on with one", examples.get(i))
                    .isTrue();
        }
    }

    @Test
    void aNarrowTerminalStopsNoCommand() {
        TestShell shell = TestShell.terminal(20);

        assertThat(shell.run("run", "compute_square", "3", "--work", "none"))
                .as(shell.err())
                .isZero();
        assertThat(shell.out()).contains("Results: [9]");
    }

    @Test
    void theHelpOfCompareExplainsEveryColumn() {
        TestShell shell = TestShell.piped();

        shell.run("compare", "--help");

        assertThat(shell.out()).contains("Columns:");
        assertThat(Legend.OF_COMPARISON)
                .allSatisfy(legend ->
                        assertThat(shell.lines())
                                .anyMatch(line -> line.startsWith("  " + legend.column() + "  ")));
        assertThat(shell.out()).contains("95 % interval").doesNotContain("%%");
    }

    @Test
    void withoutACommandItSaysWhatThereIs() {
        TestShell shell = TestShell.piped();

        assertThat(shell.run()).isZero();
        assertThat(shell.out())
                .contains("Usage: kitchen", "compare", "recipes", "Exit codes: 0 good");
    }

    @Test
    void theVersionNamesTheJava() {
        TestShell shell = TestShell.piped();

        assertThat(shell.run("--version")).isZero();
        assertThat(shell.lines()).hasSize(2);
        assertThat(shell.lines().get(0)).startsWith("kitchen ");
        assertThat(shell.lines().get(1)).startsWith("Java " + Runtime.version().feature());
    }

    @Test
    void theCompletionScriptKnowsTheCommandsAndTheirOptions() {
        TestShell shell = TestShell.piped();

        assertThat(shell.run("generate-completion")).isZero();
        assertThat(shell.out())
                .contains("complete -F", "--export-markdown", "--picture", "count_primes");
    }

    @Test
    void recipesAreListedAndOneIsExplained() {
        TestShell all = TestShell.piped();
        TestShell one = TestShell.piped();
        TestShell json = TestShell.piped();

        assertThat(all.run("recipes")).isZero();
        assertThat(one.run("recipes", "sum_range")).isZero();
        assertThat(json.run("recipes", "--json")).isZero();

        assertThat(all.lines()).anyMatch(line -> line.matches(" compute_square +\\| n +\\| .*"));
        assertThat(all.lines()).anyMatch(line -> line.contains("start=0, stop=10000000"));
        assertThat(one.lines().getFirst()).startsWith("sum_range: ");
        assertThat(one.lines())
                .anyMatch(line -> line.matches(" stop +\\| an integer +\\| 10000000 +\\| .*"));
        assertThat(json.out())
                .contains("\"schema\" : \"manykitchens.recipes/1\"", "\"name\" : \"crash\"");
    }

    @Test
    void aNarrowTerminalShowsNarrowLines() {
        TestShell shell = TestShell.terminal(70);

        shell.run("recipes");

        assertThat(shell.lines())
                .filteredOn(line -> line.contains("|"))
                .allMatch(line -> line.length() <= 70);
        assertThat(shell.out()).contains("Left out for want of room: gives, takes");
    }
}
