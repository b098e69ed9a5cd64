package dev.manykitchens.cli;

import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.report.diff.DiffFile;
import dev.manykitchens.report.diff.DiffText;
import dev.manykitchens.report.diff.RunDiff;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.run.RunFileReader;
import dev.manykitchens.report.text.Figures;
import dev.manykitchens.report.text.Paragraph;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/// `kitchen diff`: what changed from one run to another.
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        versionProvider = KitchenVersion.class,
        description = "Compare two runs pool by pool, and fail if one became slower.",
        footer = {
            "",
            "Pools are matched by name. A pool whose interval holds 1 shows no difference."
                    + " With --fail-if-slower the exit code is 1 when the whole interval of a pool lies above that much slower, or a pool of the first run cannot be judged.",
            "",
            "Examples:",
            "  kitchen diff before.json after.json",
            "  kitchen diff main.json branch.json \\",
            "      --fail-if-slower 5%%",
            "  kitchen compare wait --json | kitchen diff a.json -"
        })
final class DiffCommand implements Callable<Integer> {

    private final Shell shell;
    private final InputStream standardInput;

    @Parameters(
            index = "0",
            paramLabel = "A",
            description =
                    "The run before: what --export-json or --json wrote; - reads standard input.")
    private Path first = Path.of("");

    @Parameters(index = "1", paramLabel = "B", description = "The run after.")
    private Path second = Path.of("");

    @Option(
            names = "--fail-if-slower",
            paramLabel = "PERCENT",
            description = "How much slower a pool may become, such as 5%% or 0%%.")
    private @Nullable String limit;

    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean json;

    /// @param standardInput where a run named `-` comes from
    DiffCommand(Shell shell, InputStream standardInput) {
        this.shell = shell;
        this.standardInput = standardInput;
    }

    @Override
    public Integer call() {
        Double part = limit == null ? null : Percent.part("--fail-if-slower", limit);
        if (first.equals(second) && first.toString().equals(RunFileReader.STANDARD_INPUT)) {
            throw new UserMistakeException(
                    "only one of the two runs can come from standard input, both were -");
        }
        RunFile before = read(first);
        RunFile after = read(second);
        RunDiff diff = UserMistakeException.unless(() -> RunDiff.of(before, after));
        List<RunDiff.Change> tooSlow = part == null ? List.of() : diff.slowerBy(part);
        if (json) {
            shell.out().print(DiffFile.of(diff, part).toJson());
        } else {
            print(diff);
        }
        shell.out().flush();
        for (RunDiff.Change change : tooSlow) {
            shell.err()
                    .println(
                            "kitchen diff: `%s` became more than %s slower: %s times as long as before, at least %s"
                                    .formatted(
                                            change.pool(),
                                            limit,
                                            Figures.ratio(change.time().ratio()),
                                            Figures.ratio(change.time().low())));
        }
        // A gate that nobody could judge stays shut.
        List<String> unjudged = part == null ? List.of() : diff.unjudged();
        unjudged.forEach(line -> shell.err().println("kitchen diff: " + line));
        return tooSlow.isEmpty() && unjudged.isEmpty() ? ExitCode.GOOD : ExitCode.FAILED;
    }

    private RunFile read(Path file) {
        return UserMistakeException.unless(() -> RunFileReader.read(file, standardInput));
    }

    private void print(RunDiff diff) {
        int width = shell.terminal().tableWidth();
        diff.warnings()
                .forEach(line ->
                        shell.out()
                                .println(
                                        Paragraph.of("Not the same in both runs: " + line, width)));
        if (!diff.warnings().isEmpty()) {
            shell.out().println();
        }
        shell.out().print(DiffText.table(diff, width));
        shell.out().println();
        shell.out().println(shell.terminal().bold("Summary"));
        DiffText.words(diff).forEach(line -> shell.out().println(Paragraph.item(line, width)));
    }
}
