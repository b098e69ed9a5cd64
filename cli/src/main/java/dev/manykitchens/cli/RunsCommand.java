package dev.manykitchens.cli;

import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.report.history.RunList;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.concurrent.Callable;

/// `kitchen runs`: what is kept of past comparisons and simulations.
@Command(
        name = "runs",
        mixinStandardHelpOptions = true,
        versionProvider = KitchenVersion.class,
        description =
                "List the runs that kitchen compare and kitchen simulate kept with --data, the newest first.",
        footer = {
            "",
            "Each is a file in DIR/runs, which kitchen report draws and kitchen diff compares.",
            "",
            "Exit codes: 0 told, 1 the folder cannot be read, 2 a mistake in the command line.",
            "",
            "Examples:",
            "  kitchen runs --data kept",
            "  kitchen report kept/runs/FILE.json -o run.html"
        })
final class RunsCommand implements Callable<Integer> {

    private final Shell shell;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "The directory that was given when they ran (default: that of a coordinator, data in the directory of --state).")
    private @Nullable Path data;

    @Mixin private StateOption state = new StateOption();

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    RunsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        DataOption.requireNamed(data);
        Path directory = data == null ? state.directory().resolve("data") : data;
        if (data != null && !Files.isDirectory(directory)) {
            throw new UserMistakeException(
                    "--data must name a directory, %s is none".formatted(directory));
        }
        RunList runs;
        try {
            runs =
                    RunList.read(
                            NotedRuns.looked(
                                    directory,
                                    problem -> shell.err().println("kitchen runs: " + problem)));
        } catch (IOException e) {
            throw new RunFailedException(String.valueOf(e.getMessage()), e);
        }
        if (json) {
            shell.out().print(runs.toJson());
        } else if (runs.isEmpty()) {
            shell.out()
                    .println(
                            "No run is kept in %s. kitchen compare … --data %s keeps one."
                                    .formatted(directory.resolve("runs"), directory));
        } else {
            shell.out().print(runs.table(shell.terminal().tableWidth(), ZoneId.systemDefault()));
            int leftOut = runs.leftOut().orElse(-1);
            if (leftOut != 0) {
                shell.out()
                        .println(
                                leftOut > 0
                                        ? "%d older runs are not listed.".formatted(leftOut)
                                        : "Older runs are not listed.");
            }
        }
        shell.out().flush();
        return ExitCode.GOOD;
    }
}
