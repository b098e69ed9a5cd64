package dev.manykitchens.cli;

import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.coordinator.client.ClusterOperator;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.report.bars.Ink;
import dev.manykitchens.report.cluster.StatusJson;
import dev.manykitchens.report.cluster.StatusTable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/// `kitchen status`: how a cluster is now.
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        versionProvider = KitchenVersion.class,
        description = "Say how a cluster is: its workers, what they run, what waits.",
        footer = {
            "",
            "Exit codes: 0 told, 1 the coordinator did not answer within 5 s or refused, 2 a mistake in the command line.",
            "",
            "Examples:",
            "  kitchen status",
            "  kitchen status --json --coordinator 192.0.2.7:7070 \\",
            "      --token-file token"
        })
final class StatusCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--json", description = "Print JSON instead of tables.")
    private boolean json;

    StatusCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        ClusterView view = cluster.ask(ClusterOperator::status);
        if (json) {
            shell.out().print(StatusJson.of(view).toJson());
        } else {
            shell.out().print(StatusTable.of(view, shell.terminal().tableWidth(), ink(shell)));
        }
        shell.out().flush();
        return ExitCode.GOOD;
    }

    /// What bars and states are drawn with.
    static Ink ink(Shell shell) {
        return shell.terminal().colours() ? shell.terminal()::coloured : Ink.PLAIN;
    }
}
