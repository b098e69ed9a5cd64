package dev.manykitchens.cli;

import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.coordinator.client.ClusterOperator;
import dev.manykitchens.coordinator.link.BatchSummary;
import dev.manykitchens.report.text.Figures;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `kitchen cancel`: cancels batches of a cluster.
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        versionProvider = KitchenVersion.class,
        description = "Cancel batches of a cluster, whoever submitted them.",
        footer = {
            "",
            "Jobs without an outcome are cancelled, results that are there stay. A batch that has ended already is left as it is, and that is said.",
            "",
            "Exit codes: 0 all were cancelled, 1 one is not there (any more), or the coordinator did not answer within 5 s, 2 a mistake in the command line.",
            "",
            "Example:",
            "  kitchen cancel 7"
        })
final class CancelCommand implements Callable<Integer> {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final Shell shell;

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "BATCH",
            description = "Batches by number, as kitchen jobs lists them.")
    private List<Long> batches = new ArrayList<>();

    CancelCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return cluster.askForEach(
                batches, (operator, batch) -> shell.out().println(cancel(operator, batch)));
    }

    /// @throws IllegalStateException in one line when it is not there, or not any more
    private static String cancel(ClusterOperator operator, long batch) {
        try {
            return "batch %d cancelled: %s had no outcome"
                    .formatted(batch, Figures.count(operator.cancel(batch), "job"));
        } catch (IllegalStateException refused) {
            throw over(operator, batch)
                    .map(sentence -> new IllegalStateException(sentence, refused))
                    .orElse(refused);
        }
    }

    /// That a batch has ended already, in a sentence; empty: that is not why it is refused.
    private static Optional<String> over(ClusterOperator operator, long batch) {
        try {
            return operator.batches().stream()
                    .filter(each -> each.number() == batch && each.state().isOver())
                    .findFirst()
                    .map(CancelCommand::over);
        } catch (IllegalStateException _) {
            return Optional.empty();
        }
    }

    private static String over(BatchSummary batch) {
        String when =
                batch.finished()
                        .map(time -> " at " + TIME.format(time.atZone(ZoneId.systemDefault())))
                        .orElse("");
        String number = Long.toUnsignedString(batch.number());
        return "batch %s must be unfinished to be cancelled, %s%s: %s of %s succeeded; kitchen result %s gets what there is, kitchen jobs lists all batches"
                .formatted(
                        number,
                        batch.state() == BatchSummary.State.CANCELLED
                                ? "was cancelled already"
                                : "had finished already",
                        when,
                        Figures.count(batch.succeeded()),
                        Figures.count(batch.jobs(), "job"),
                        number);
    }
}
