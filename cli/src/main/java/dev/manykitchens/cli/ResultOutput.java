package dev.manykitchens.cli;

import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.coordinator.link.BatchSummary;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.report.export.KeptResultsFile;
import dev.manykitchens.report.text.Figures;
import dev.manykitchens.report.text.OneLine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What `kitchen result` prints: results on standard output, failures on standard error.
final class ResultOutput {

    private final Shell shell;
    private final BatchSummary batch;
    private final List<Optional<Outcome>> outcomes;

    /// @param outcomes in order of submission; empty: it has none yet
    ResultOutput(Shell shell, BatchSummary batch, List<Optional<Outcome>> outcomes) {
        this.shell = shell;
        this.batch = batch;
        this.outcomes = outcomes;
    }

    /// Prints everything.
    void print(boolean json) {
        if (json) {
            shell.out()
                    .print(
                            KeptResultsFile.of(
                                            batch.number(),
                                            batch.key(),
                                            batch.recipe(),
                                            batch.state().word(),
                                            batch.submitted(),
                                            batch.finished(),
                                            outcomes)
                                    .toJson());
        } else {
            printText();
        }
        printFailures();
        shell.out().flush();
    }

    int exitCode() {
        if (!isFinished()) {
            return ExitCode.UNFINISHED;
        }
        return failures().length == 0 ? ExitCode.GOOD : ExitCode.FAILED;
    }

    private boolean isFinished() {
        return outcomes.stream().allMatch(Optional::isPresent);
    }

    private void printText() {
        if (!isFinished()) {
            long ended = outcomes.stream().filter(Optional::isPresent).count();
            shell.out()
                    .println(
                            "Not finished: %s of %s ended well, %s not ended."
                                    .formatted(
                                            Figures.count(ended - failures().length),
                                            Figures.count(outcomes.size(), "job"),
                                            Figures.count(outcomes.size() - ended)));
            shell.out().println(RunOutput.soFar(shell, "Partial results: ", outcomes));
            return;
        }
        shell.out().println(RunOutput.soFar(shell, "Results: ", outcomes));
        if (batch.submitted().isPresent() && batch.finished().isPresent()) {
            Duration taken = Duration.between(batch.submitted().get(), batch.finished().get());
            shell.out().println("Time taken: " + RunOutput.seconds(taken.toMillis() / 1_000.0));
        }
    }

    private void printFailures() {
        int[] failures = failures();
        for (int i = 0; i < failures.length && i < RunOutput.MOST_FAILURES; i++) {
            int job = failures[i];
            shell.err()
                    .println(
                            "job %d, %s: %s"
                                    .formatted(
                                            job + 1,
                                            batch.recipe(),
                                            OneLine.of(
                                                    outcomes.get(job).orElseThrow().describe())));
        }
        if (failures.length > RunOutput.MOST_FAILURES) {
            shell.err()
                    .println(
                            "… and %s more; --json lists all"
                                    .formatted(
                                            Figures.count(
                                                    failures.length - RunOutput.MOST_FAILURES)));
        }
    }

    private int[] failures() {
        return IntStream.range(0, outcomes.size())
                .filter(job ->
                        outcomes.get(job)
                                .filter(outcome -> outcome.kind() != Outcome.Kind.SUCCEEDED)
                                .isPresent())
                .toArray();
    }
}
