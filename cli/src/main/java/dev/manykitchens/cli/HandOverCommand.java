package dev.manykitchens.cli;

import dev.manykitchens.cli.terminal.Shell;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.Optional;
import java.util.concurrent.Callable;

/// `kitchen coordinator hand-over`: lets another of several coordinators lead.
@Command(
        name = "hand-over",
        mixinStandardHelpOptions = true,
        versionProvider = KitchenVersion.class,
        description =
                "Let another of the coordinators that keep one journal lead, so that the one that does can be ended.",
        footer = {
            "",
            "Workers and clients go to the new one by themselves. A coordinator that is told to end hands over by itself.",
            "",
            "Exit codes: 0 another one leads, 1 none took over, 2 a mistake in the command line.",
            "",
            "Example:",
            "  kitchen coordinator hand-over"
        })
final class HandOverCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "ID",
            description =
                    "Who is to lead, as kitchen coordinator status lists it (default: the one that has the most of the log).")
    private @Nullable String to;

    HandOverCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        cluster.askLeader(operator -> operator.handOver(Optional.ofNullable(to)));
        shell.out().println(to == null ? "another one leads" : to + " leads");
        return ExitCode.GOOD;
    }
}
