package dev.manykitchens.cli;

import dev.manykitchens.cli.picture.TilePicture;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.measurement.MeasuredRound;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.report.export.ResultsFile;
import dev.manykitchens.report.text.Figures;
import dev.manykitchens.report.text.OneLine;
import dev.manykitchens.report.text.ResultText;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/// What `kitchen run` prints when all is over: results and times on standard output, failures on
/// standard error.
final class RunOutput {

    /// A longer list of results is shortened on a terminal.
    static final int MOST_RESULTS = 100;

    /// More failures are counted instead of listed.
    static final int MOST_FAILURES = 20;

    /// Longer arguments are cut where a failure names them.
    private static final int MOST_ARGUMENT = 200;

    private final Shell shell;
    private final Batch batch;
    private final PoolSpec spec;
    private final Duration startup;
    private final List<Outcome> outcomes;
    private final MeasuredRound round;

    /// What became of the results; empty when they are to be printed themselves.
    private final Optional<ResultsFile.Picture> picture;

    /// Which jobs these are.
    private final Resumption resumption;

    RunOutput(
            Shell shell,
            Batch batch,
            PoolSpec spec,
            Duration startup,
            List<Outcome> outcomes,
            MeasuredRound round,
            Optional<ResultsFile.Picture> picture,
            Resumption resumption) {
        this.shell = shell;
        this.batch = batch;
        this.spec = spec;
        this.startup = startup;
        this.outcomes = outcomes;
        this.round = round;
        this.picture = picture;
        this.resumption = resumption;
    }

    /// Prints everything.
    void print(boolean json) {
        if (json) {
            ResultsFile file =
                    ResultsFile.of(
                            batch.recipe().name(),
                            spec.toString(),
                            outcomes,
                            round.round(),
                            startup,
                            !round.complete(),
                            picture.orElse(null));
            boolean resumed = resumption.logged().isPresent();
            shell.out()
                    .print(
                            (resumed ? file.resumed(resumption.skipped(), resumption.seqs()) : file)
                                    .toJson());
        } else {
            printText();
        }
        printFailures();
        shell.out().flush();
    }

    int exitCode() {
        if (!round.complete()) {
            return ExitCode.INTERRUPTED;
        }
        return failures().length == 0 ? ExitCode.GOOD : ExitCode.FAILED;
    }

    private void printText() {
        if (round.complete()) {
            shell.out().println(results("Results: "));
        } else {
            shell.out()
                    .println(
                            "Interrupted: %s of %s ended well."
                                    .formatted(
                                            Figures.count(outcomes.size() - failures().length),
                                            Figures.count(outcomes.size(), "job")));
            shell.out().println(results("Partial results: "));
        }
        shell.out().println("Time taken: " + seconds(round.round().wallSeconds()));
        shell.out().println("Start-up: " + seconds(startup.toNanos() / 1e9));
        int lost = round.round().workersLost();
        if (lost > 0) {
            shell.out()
                    .println(
                            "%s lost, %s ran again."
                                    .formatted(
                                            lost == 1
                                                    ? "One worker was"
                                                    : Figures.count(lost) + " workers were",
                                            Figures.count(round.round().retried(), "job")));
        }
        resumption.remark().ifPresent(shell.out()::println);
        picture.ifPresent(p -> TilePicture.printLegend(shell, p));
    }

    private String results(String title) {
        return picture.map(TilePicture::line).orElseGet(() -> results(shell, title, outcomes));
    }

    /// The results in a line, shortened on a terminal.
    static String results(Shell shell, String title, List<Outcome> outcomes) {
        return title + ResultText.of(outcomes, mostResults(shell));
    }

    /// The same of those that are known; a job that has not ended is a dash.
    static String soFar(Shell shell, String title, List<Optional<Outcome>> outcomes) {
        return title + ResultText.soFar(outcomes, mostResults(shell));
    }

    private static int mostResults(Shell shell) {
        return shell.terminal().outWidth().isPresent() ? MOST_RESULTS : Integer.MAX_VALUE;
    }

    private void printFailures() {
        int[] failures = failures();
        int[] listed = IntStream.of(failures).filter(job -> isNews(outcomes.get(job))).toArray();
        for (int i = 0; i < listed.length && i < MOST_FAILURES; i++) {
            int job = listed[i];
            shell.err()
                    .println(
                            "job %d, %s(%s): %s"
                                    .formatted(
                                            resumption.number(job) + 1,
                                            batch.recipe().name(),
                                            OneLine.of(
                                                    batch.arguments().row(job).toString(),
                                                    MOST_ARGUMENT),
                                            OneLine.of(outcomes.get(job).describe())));
        }
        if (listed.length > MOST_FAILURES) {
            shell.err()
                    .println(
                            "… and %s more; --json and --joblog list all"
                                    .formatted(Figures.count(listed.length - MOST_FAILURES)));
        }
    }

    /// A job that was cancelled because the user stopped the run is no news to the user.
    private boolean isNews(Outcome outcome) {
        return round.complete() || outcome.kind() != Outcome.Kind.CANCELLED;
    }

    private int[] failures() {
        return IntStream.range(0, outcomes.size())
                .filter(job -> outcomes.get(job).kind() != Outcome.Kind.SUCCEEDED)
                .toArray();
    }

    /// Seconds with two decimals, as a stopwatch shows them; a smaller unit where that would show
    /// nothing.
    static String seconds(double seconds) {
        return seconds >= 0.1 && seconds < 120
                ? String.format(Locale.ROOT, "%.2f s", seconds)
                : Figures.time(seconds);
    }
}
