package dev.manykitchens.cli;

import dev.manykitchens.report.export.OutputFile;
import dev.manykitchens.report.html.HtmlReport;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.run.RunFileReader;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/// `kitchen report`: a run as one HTML file.
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        versionProvider = KitchenVersion.class,
        description =
                "Draw a run: one HTML file that needs no network, for a screen, a phone or paper.",
        footer = {
            "",
            "A file named by --output is replaced when there is one; the one that is written without --output must not exist yet.",
            "",
            "Examples:",
            "  kitchen report run.json -o run.html",
            "  kitchen compare wait --json | kitchen report - \\",
            "      -o run.html"
        })
final class ReportCommand implements Callable<Integer> {

    private final InputStream standardInput;

    @Parameters(
            paramLabel = "RUN",
            description = "What --export-json or --json wrote; - reads standard input.")
    private Path run = Path.of(RunFileReader.STANDARD_INPUT);

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write it (default: RUN with .html in place of .json).")
    private @Nullable Path output;

    /// @param standardInput where a run named `-` comes from
    ReportCommand(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    @Override
    public Integer call() {
        Path target = target();
        RunFile file = UserMistakeException.unless(() -> RunFileReader.read(run, standardInput));
        try (OutputFile html =
                UserMistakeException.unless(() -> OutputFile.reserve("--output", target))) {
            html.commit(HtmlReport.of(file));
        } catch (UncheckedIOException e) {
            throw new RunFailedException(String.valueOf(e.getMessage()));
        }
        return ExitCode.GOOD;
    }

    private Path target() {
        Path named = output;
        if (named != null) {
            requireAnotherFile(named);
            return named;
        }
        Path name = run.getFileName();
        if (name == null || run.toString().equals(RunFileReader.STANDARD_INPUT)) {
            throw new UserMistakeException(
                    "--output must name a file when the run comes from standard input; add -o FILE.html");
        }
        Path beside =
                run.resolveSibling(name.toString().replaceFirst("(?i)\\.json$", "") + ".html");
        if (Files.exists(beside)) {
            throw new UserMistakeException(
                    "without --output, %s must not exist yet; to replace it, add -o %s"
                            .formatted(beside, beside));
        }
        return beside;
    }

    /// A report in the place of the run would be all that is left of it.
    private void requireAnotherFile(Path named) {
        try {
            if (Files.isRegularFile(run) && Files.exists(named) && Files.isSameFile(run, named)) {
                throw new UserMistakeException(
                        "--output must not be the run itself, which would be lost, was %s; name another file"
                                .formatted(named));
            }
        } catch (IOException _) {
            // Reading the run or reserving the output says what is wrong.
        }
    }
}
