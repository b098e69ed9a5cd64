package dev.manykitchens.cli;

import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.coordinator.client.ClusterOperator;
import dev.manykitchens.coordinator.link.BatchSummary;
import dev.manykitchens.report.cluster.JobsJson;
import dev.manykitchens.report.cluster.JobsTable;
import dev.manykitchens.report.cluster.KeptRow;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;

/// `kitchen jobs`: the batches of a cluster.
@Command(
        name = "jobs",
        mixinStandardHelpOptions = true,
        versionProvider = KitchenVersion.class,
        description =
                "List the batches of a cluster: those that are not finished, and those whose results its coordinator keeps.",
        footer = {
            "",
            "Failed are jobs that ended without a result, cancelled ones among them. A batch that is detached runs on without its client, see kitchen submit.",
            "",
            "Exit codes: 0 told, 1 the coordinator did not answer within 5 s or refused, 2 a mistake in the command line.",
            "",
            "Examples:",
            "  kitchen jobs",
            "  kitchen jobs --json --coordinator 192.0.2.7:7070 \\",
            "      --token-file token"
        })
final class JobsCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    JobsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        List<KeptRow> rows =
                cluster.ask(ClusterOperator::batches).stream().map(JobsCommand::row).toList();
        if (json) {
            shell.out().print(JobsJson.of(rows).toJson());
        } else if (rows.isEmpty()) {
            shell.out().println("No batch is here. Hand one in with kitchen submit.");
        } else {
            shell.out()
                    .print(
                            JobsTable.of(
                                    rows, shell.terminal().tableWidth(), ZoneId.systemDefault()));
        }
        shell.out().flush();
        return ExitCode.GOOD;
    }

    private static KeptRow row(BatchSummary batch) {
        return new KeptRow(
                batch.number(),
                batch.key(),
                batch.recipe(),
                batch.jobs(),
                batch.succeeded(),
                batch.ended(),
                batch.queued(),
                batch.running(),
                batch.state().word(),
                batch.detached(),
                batch.submitted(),
                batch.finished());
    }
}
