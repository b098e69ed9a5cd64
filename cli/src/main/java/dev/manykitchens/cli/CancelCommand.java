package dev.manykitchens.cli;

import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.report.text.Figures;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `kitchen cancel`: cancels batches of a cluster.
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        versionProvider = KitchenVersion.class,
        description = "Cancel batches of a cluster, whoever submitted them.",
        footer = {
            "",
            "Jobs without an outcome are cancelled, results that are there stay.",
            "",
            "Exit codes: 0 all were cancelled, 1 one is not there (any more), or the coordinator did not answer within 5 s, 2 a mistake in the command line.",
            "",
            "Example:",
            "  kitchen cancel 7"
        })
final class CancelCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "BATCH",
            description = "Batches by number, as kitchen status lists them.")
    private List<Long> batches = new ArrayList<>();

    CancelCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return cluster.askForEach(
                batches,
                (operator, batch) ->
                        shell.out()
                                .println(
                                        "batch %d cancelled: %s had no outcome"
                                                .formatted(
                                                        batch,
                                                        Figures.count(
                                                                operator.cancel(batch), "job"))));
    }
}
