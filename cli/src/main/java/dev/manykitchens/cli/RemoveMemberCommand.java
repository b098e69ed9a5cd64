package dev.manykitchens.cli;

import dev.manykitchens.cli.terminal.Shell;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/// `kitchen coordinator remove`: lets one of several coordinators go.
@Command(
        name = "remove",
        mixinStandardHelpOptions = true,
        versionProvider = KitchenVersion.class,
        description =
                "Let one of the coordinators that keep one journal go: the others need it no more for a majority.",
        footer = {
            "",
            "The one that leads must hand over first (kitchen coordinator hand-over). One that was removed ends by itself.",
            "",
            "Exit codes: 0 it was removed, 1 it was not, 2 a mistake in the command line.",
            "",
            "Example:",
            "  kitchen coordinator remove m5e6f70819a2b"
        })
final class RemoveMemberCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Parameters(paramLabel = "ID", description = "Its id, as kitchen coordinator status lists it.")
    private String id = "";

    RemoveMemberCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        cluster.askLeader(operator -> operator.remove(id));
        shell.out().println(id + " was removed");
        return ExitCode.GOOD;
    }
}
