package dev.manykitchens.cli;

import dev.manykitchens.cli.fault.RealFaults;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.core.comparison.ComparisonListener;
import dev.manykitchens.core.comparison.ComparisonOptions;
import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.comparison.PoolMeasurement;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.measurement.MeasuredRound;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.report.bars.Ink;
import dev.manykitchens.report.bars.SplitBars;
import dev.manykitchens.report.bars.TimeBars;
import dev.manykitchens.report.run.AdviceEntry;
import dev.manykitchens.report.run.BreakEvenEntry;
import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.run.ThreadCostEntry;
import dev.manykitchens.report.text.ComparisonTable;
import dev.manykitchens.report.text.FaultWords;
import dev.manykitchens.report.text.Figures;
import dev.manykitchens.report.text.OneLine;
import dev.manykitchens.report.text.Paragraph;
import dev.manykitchens.report.text.SplitTable;
import dev.manykitchens.report.text.ThreadCostWords;
import dev.manykitchens.report.text.WarmUpWords;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// What `kitchen compare` prints: a head before, tables and words after; failures on standard
/// error.
final class CompareOutput implements ComparisonListener {

    /// So many failures of each pool are shown.
    private static final int MOST_FAILURES = 3;

    /// Under a table with pools that were predicted.
    static final String PREDICTED =
            "predicted: computed by a simulation that starts from what was measured; not measured, and never advised";

    private final Shell shell;
    private final boolean split;
    private final int width;
    private final Map<String, Integer> failuresOfPool = new HashMap<>();
    private final List<String> failures = new ArrayList<>();

    CompareOutput(Shell shell, boolean split) {
        this.shell = shell;
        this.split = split;
        this.width = shell.terminal().tableWidth();
    }

    /// @param question what a scenario answers; empty otherwise
    /// @param what whose jobs run
    void printHead(
            String question,
            String what,
            Batch batch,
            List<PoolSpec> pools,
            ComparisonOptions options,
            int cores) {
        if (!question.isEmpty()) {
            printParagraph(question);
        }
        OptionalInt warmUps = options.warmUpRounds();
        String warmUp =
                warmUps.isEmpty()
                        ? "warming up until steady"
                        : Figures.count(warmUps.getAsInt()) + " for warming up";
        printParagraph(
                "%s of %s on %s and %s: %s%s a pool, at most %s, after %s, seed %d"
                        .formatted(
                                Figures.count(batch.size(), "job"),
                                what,
                                Figures.count(pools.size(), "pool"),
                                Figures.count(cores, "core"),
                                Figures.count(options.rounds(), "round"),
                                options.minTime().isZero()
                                        ? ""
                                        : " and " + DurationRange.text(options.minTime()),
                                DurationRange.text(options.maxTime()),
                                warmUp,
                                options.seed()));
    }

    /// @param version which Python runs some of the pools
    void printPython(String version) {
        printParagraph("Python: " + version);
    }

    @Override
    public void warmedUp(String pool, MeasuredRound round) {
        remember(pool, round);
    }

    @Override
    public void measured(String pool, int number, MeasuredRound round) {
        remember(pool, round);
    }

    void print(ComparisonResult result, RunFile file) {
        shell.out().println();
        if (result.pools().stream().allMatch(pool -> pool.rounds().isEmpty())) {
            printStartUps(result);
            return;
        }
        if (result.partial()) {
            printParagraph(
                    "Interrupted: partial, from the rounds that were complete ("
                            + rounds(result)
                            + ").");
            shell.out().println();
        }
        shell.out().print(ComparisonTable.of(result, file.predictedRows(), width));
        if (result.pools().size() > 1 && result.baseline().isComparable()) {
            shell.out()
                    .println(
                            shell.terminal()
                                    .muted(
                                            Paragraph.of(
                                                    "speed-up: against `%s`, the first pool named; the summary compares with the fastest"
                                                            .formatted(result.baseline().name()),
                                                    width)));
        }
        if (!file.predicted().isEmpty()) {
            shell.out().println(shell.terminal().muted(Paragraph.of(PREDICTED, width)));
        }
        printBars(TimeBars.of(file, width, ink()));
        if (split) {
            printTitle("Where the time of a job went");
            shell.out().print(SplitTable.of(result, width));
            printBars(SplitBars.of(file, width, ink()));
        }
        printTitle("Summary");
        file.verdict().words().forEach(this::printItem);
        WarmUpWords.of(result).ifPresent(this::printItem);
        printItem(
                rounds(result)
                        + "; ± is σ over rounds in the table, half of the 95 % interval here");
        AdviceEntry advice = file.advice();
        // With one pool there is nothing to choose.
        if (advice != null && result.pools().size() > 1) {
            AdviceText.print(shell, advice, width);
        }
        printSection("What it costs", costs(file));
        printSection(
                "Scaling",
                file.scaling().stream().flatMap(entry -> entry.words().stream()).toList());
        printSection("Notes", file.cautions());
    }

    private static List<String> costs(RunFile file) {
        List<String> costs = new ArrayList<>();
        for (PoolEntry pool : file.pools()) {
            BreakEvenEntry found = pool.breakEven();
            if (found != null && !found.oneByOne()) {
                costs.add(found.words());
            }
        }
        ThreadCostEntry threads = file.threads();
        if (threads != null) {
            costs.add(ThreadCostWords.of(threads.platformBytes(), threads.virtualBytes()));
        }
        return costs;
    }

    /// Sentences under a title, if there are any.
    void printSection(String title, List<String> sentences) {
        if (!sentences.isEmpty()) {
            printTitle(title);
            sentences.forEach(this::printItem);
        }
    }

    /// Nothing was measured, so there is nothing to compare.
    private void printStartUps(ComparisonResult result) {
        printParagraph("Interrupted before the first round was complete.");
        printParagraph(
                "Start-up: "
                        + result.pools().stream()
                                .map(pool ->
                                        "`%s` %s"
                                                .formatted(
                                                        pool.name(),
                                                        Figures.time(
                                                                pool.startup().toNanos() / 1e9)))
                                .collect(Collectors.joining(", ")));
    }

    /// @param faults what struck the workers
    void printFailures(RealFaults faults) {
        failures.stream().map(faults::fair).forEach(shell.err()::println);
    }

    /// Says which faults struck the workers of each pool.
    ///
    /// @param turn what they are counted in
    void printFaults(RealFaults faults, String turn) {
        List<String> words = new ArrayList<>();
        faults.counts().forEach((pool, counts) -> words.add(FaultWords.of(pool, counts, turn)));
        printSection("Faults", words);
    }

    /// @param gateOpen whether what was asked for turned out to be so
    int exitCode(ComparisonResult result, boolean gateOpen) {
        if (result.partial()) {
            return ExitCode.INTERRUPTED;
        }
        return gateOpen
                        && failures.isEmpty()
                        && result.pools().stream().allMatch(pool -> pool.failed() == 0)
                ? ExitCode.GOOD
                : ExitCode.FAILED;
    }

    /// Whoever reads a pipe has no use for them.
    private void printBars(String bars) {
        if (shell.terminal().outWidth().isPresent() && !bars.isEmpty()) {
            shell.out().println();
            shell.out().print(bars);
        }
    }

    private Ink ink() {
        return shell.terminal().colours() ? shell.terminal()::coloured : Ink.PLAIN;
    }

    private void printTitle(String title) {
        shell.out().println();
        shell.out().println(shell.terminal().bold(title));
    }

    /// Something to know before the table.
    void printRemark(String sentence) {
        printParagraph(sentence);
    }

    private void printParagraph(String sentence) {
        shell.out().println(Paragraph.of(sentence, width));
    }

    private void printItem(String sentence) {
        shell.out().println(Paragraph.item(sentence, width));
    }

    private static String rounds(ComparisonResult result) {
        long[] counts =
                result.pools().stream()
                        .mapToLong(p -> p.rounds().size())
                        .distinct()
                        .sorted()
                        .toArray();
        if (counts.length == 1) {
            return Figures.count(counts[0], "round") + " of each pool";
        }
        List<String> each = new ArrayList<>();
        for (PoolMeasurement pool : result.pools()) {
            each.add(Figures.count(pool.rounds().size()) + " of `" + pool.name() + "`");
        }
        return "rounds: " + String.join(", ", each);
    }

    private void remember(String pool, MeasuredRound round) {
        for (RunEvent.JobFailed failure : round.failures()) {
            if (failuresOfPool.merge(pool, 1, Integer::sum) <= MOST_FAILURES) {
                failures.add(
                        "`%s`, job %d: %s"
                                .formatted(
                                        pool,
                                        failure.job() + 1,
                                        OneLine.of(failure.outcome().describe())));
            }
        }
    }
}
