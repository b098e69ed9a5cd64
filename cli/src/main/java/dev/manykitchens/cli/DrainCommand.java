package dev.manykitchens.cli;

import dev.manykitchens.cli.terminal.Shell;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `kitchen drain`: lets workers of a cluster leave in order.
@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        versionProvider = KitchenVersion.class,
        description =
                "Ask workers of a cluster to take no more jobs, finish what they have, and leave.",
        footer = {
            "",
            "It returns when they were asked; kitchen status shows when they have left.",
            "",
            "Exit codes: 0 all were asked, 1 one is not there, or the coordinator did not answer within 5 s, 2 a mistake in the command line.",
            "",
            "Example:",
            "  kitchen drain kitchen-1 kitchen-2"
        })
final class DrainCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "WORKER",
            description = "Workers by name, as kitchen status lists them.")
    private List<String> workers = new ArrayList<>();

    DrainCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return cluster.askForEach(
                workers,
                (operator, worker) -> {
                    operator.drain(worker);
                    shell.out().println(worker + " drains: it finishes what it has and leaves");
                });
    }
}
