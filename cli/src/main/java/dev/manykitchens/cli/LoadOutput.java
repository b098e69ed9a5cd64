package dev.manykitchens.cli;

import dev.manykitchens.cli.fault.RealFaults;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.load.LoadArrivals;
import dev.manykitchens.core.load.LoadCounts;
import dev.manykitchens.core.load.LoadListener;
import dev.manykitchens.core.load.LoadMeasurement;
import dev.manykitchens.core.load.LoadPlan;
import dev.manykitchens.core.load.LoadResult;
import dev.manykitchens.core.load.LoadedPool;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.report.run.AdviceEntry;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.text.FaultWords;
import dev.manykitchens.report.text.Figures;
import dev.manykitchens.report.text.LoadTable;
import dev.manykitchens.report.text.OneLine;
import dev.manykitchens.report.text.Paragraph;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What `kitchen compare --rate` prints: a head before, a table and words after; failures on
/// standard error.
final class LoadOutput implements LoadListener {

    private final Shell shell;
    private final int width;
    private final List<String> failures = new ArrayList<>();

    LoadOutput(Shell shell) {
        this.shell = shell;
        this.width = shell.terminal().tableWidth();
    }

    void printHead(Scenario scenario, int pools, LoadPlan plan, int cores) {
        if (!scenario.question().isEmpty()) {
            printParagraph(scenario.question());
        }
        printParagraph(
                "%s: %s, on %s and %s, the same for each, %s, seed %d"
                        .formatted(
                                scenario.name(),
                                StudyEntries.arrivals(scenario),
                                Figures.count(pools, "pool"),
                                Figures.count(cores, "core"),
                                warmUp(plan),
                                plan.seed()));
    }

    void printHead(Batch batch, int pools, LoadPlan plan, int cores) {
        printParagraph(
                "%s of %s for %s on %s and %s, at the same random times for each, %s, seed %d"
                        .formatted(
                                plan.arrivals(),
                                batch.recipe().name(),
                                DurationRange.text(plan.duration()),
                                Figures.count(pools, "pool"),
                                Figures.count(cores, "core"),
                                warmUp(plan),
                                plan.seed()));
    }

    private static String warmUp(LoadPlan plan) {
        if (plan.warmUpRounds().isEmpty()) {
            return "after warming up until steady";
        }
        int rounds = plan.warmUpRounds().getAsInt();
        return rounds == 0
                ? "without warming up"
                : "after " + Figures.count(rounds, "round") + " for warming up";
    }

    @Override
    public void loaded(String pool, LoadMeasurement measurement) {
        for (Outcome failure : measurement.failures()) {
            failures.add("`%s`: %s".formatted(pool, OneLine.of(failure.describe())));
        }
    }

    void print(LoadResult result, RunFile file) {
        shell.out().println();
        if (result.partial()) {
            boolean none = result.pools().stream().allMatch(pool -> pool.load().isEmpty());
            printParagraph(
                    none
                            ? "Interrupted before the first job came."
                            : "Interrupted: partial, from the jobs that had come.");
            if (none) {
                return;
            }
            shell.out().println();
        }
        shell.out().print(LoadTable.of(result, file.predictedRows(), width));
        shell.out()
                .println(
                        shell.terminal()
                                .muted(
                                        Paragraph.of(
                                                "response: from the intended start of a job to its outcome; service: from its start where it runs to its end there",
                                                width)));
        if (!file.predicted().isEmpty()) {
            shell.out()
                    .println(shell.terminal().muted(Paragraph.of(CompareOutput.PREDICTED, width)));
        }
        printTitle("Summary");
        file.verdict().words().forEach(this::printItem);
        AdviceEntry advice = file.advice();
        if (advice != null && result.pools().size() > 1) {
            AdviceText.print(shell, advice, width);
        } else if (advice == null && !result.partial()) {
            printTitle("Advice");
            printItem(
                    "None: no pool was shown to keep up with %s without failed jobs; try larger sizes, other kinds, or %s"
                            .formatted(
                                    result.plan().arrivals(),
                                    result.plan().arrivals() instanceof LoadArrivals.AtRate
                                            ? "a longer --duration"
                                            : "more jobs"));
        }
        if (!file.cautions().isEmpty()) {
            printTitle("Notes");
            file.cautions().forEach(this::printItem);
        }
    }

    /// Sentences under a title, if there are any.
    void printSection(String title, List<String> sentences) {
        if (!sentences.isEmpty()) {
            printTitle(title);
            sentences.forEach(this::printItem);
        }
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

    /// Says which loads of a closed loop ended with the most jobs that may come, and not after
    /// their duration.
    ///
    /// @param most how many jobs may come
    void printCut(LoadResult result, int most) {
        for (LoadedPool pool : result.pools()) {
            pool.load()
                    .flatMap(load ->
                            cut(pool.pool().name(), load.counts(), most, result.plan().duration()))
                    .ifPresent(shell.err()::println);
        }
    }

    /// The sentence of one pool; empty when its load was as long as it should be.
    static Optional<String> cut(String pool, LoadCounts counts, int most, Duration planned) {
        return counts.offered() < most
                ? Optional.empty()
                : Optional.of(
                        String.format(
                                Locale.ROOT,
                                "`%s`: its load ended after %s instead of %s: %,d jobs had come, the most of a closed loop; take fewer users, a longer think time or a shorter duration",
                                pool,
                                Figures.time(counts.seconds()),
                                DurationRange.text(planned),
                                most));
    }

    /// A pool that cannot keep up is a finding, and no failure.
    static int exitCode(LoadResult result) {
        if (result.partial()) {
            return ExitCode.INTERRUPTED;
        }
        boolean good =
                result.pools().stream()
                        .flatMap(pool -> pool.load().stream())
                        .allMatch(load -> load.counts().failed() == 0);
        return good ? ExitCode.GOOD : ExitCode.FAILED;
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
}
