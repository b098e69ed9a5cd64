package dev.manykitchens.cli;

import dev.manykitchens.cli.terminal.Interrupts;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.coordinator.client.BatchFollower;
import dev.manykitchens.coordinator.link.BatchSummary;
import dev.manykitchens.core.pool.CoordinatorAddress;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Optional;
import java.util.concurrent.Callable;

/// `kitchen result`: gets the results of a batch that was submitted.
@Command(
        name = "result",
        mixinStandardHelpOptions = true,
        versionProvider = KitchenVersion.class,
        description =
                "Wait for a batch that was submitted and print its results in order of submission.",
        footer = {
            "",
            "May be asked as often as you like, by several at once. A coordinator that is started again meanwhile is looked for, up to 2 minutes; one that was never there, 30 s. Ctrl-C ends the waiting, not the batch: kitchen cancel ID does that."
                    + " On a terminal a list of more than 100 results is shortened in the middle; a pipe and --json get all of them.",
            "",
            "Exit codes: 0 every job has its result, 1 one has not, there is no such batch, or the coordinator is not there, 2 a mistake in the command line, 75 with --no-wait: the batch is not finished, 130 ended by Ctrl-C, 143 by SIGTERM.",
            "",
            "Examples:",
            "  kitchen result 7",
            "  kitchen result --key nightly --json",
            "  kitchen result 7 --no-wait"
        })
final class ResultCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "ID",
            description = "The batch, as kitchen submit printed it and kitchen jobs lists it.")
    private @Nullable Long id;

    @Option(
            names = "--key",
            paramLabel = "K",
            description = "The batch that was submitted with this key, instead of an ID.")
    private @Nullable String key;

    @Option(
            names = "--no-wait",
            description = "Print what is there now; exit with 75 when the batch is not finished.")
    private boolean noWait;

    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean json;

    ResultCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        KeyOption.check(key);
        if ((id == null) == (key == null)) {
            throw new UserMistakeException(
                    "either ID or --key must be given, %s; kitchen jobs lists both"
                            .formatted(id == null ? "neither was" : "both were"));
        }
        if (id != null && id < 1) {
            throw new UserMistakeException("ID must be at least 1, was " + id);
        }
        CoordinatorAddress address = cluster.address();
        BatchReading reading = new BatchReading(shell, !noWait);
        Optional<BatchSummary> batch = read(address, reading);
        if (batch.isEmpty()) {
            shell.err().println(interrupted(reading));
            return ExitCode.INTERRUPTED;
        }
        ResultOutput output = new ResultOutput(shell, batch.get(), reading.results().soFar());
        output.print(json);
        return output.exitCode();
    }

    private Optional<BatchSummary> read(CoordinatorAddress address, BatchReading reading) {
        try (reading) {
            BatchFollower follower =
                    key == null
                            ? BatchFollower.of(address, id == null ? 0 : id, reading)
                            : BatchFollower.of(address, key, reading);
            return noWait ? Optional.of(ClusterOptions.asked(follower::now)) : follow(follower);
        }
    }

    private Optional<BatchSummary> follow(BatchFollower follower) {
        try (Interrupts.Watch _ = shell.interrupts().watch(follower::stop)) {
            return follower.follow();
        } catch (IllegalStateException e) {
            throw new RunFailedException(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private String interrupted(BatchReading reading) {
        String which = key == null ? String.valueOf(id) : "--key " + key;
        return reading.isKnown()
                ? "kitchen result: interrupted; the batch is left alone and runs on, kitchen result %s waits for it again"
                        .formatted(which)
                : "kitchen result: interrupted before the coordinator was there";
    }
}
