package dev.manykitchens.cli;

import dev.manykitchens.cli.calibration.CostsHeard;
import dev.manykitchens.cli.dashboard.LiveDashboard;
import dev.manykitchens.cli.fault.RealFaults;
import dev.manykitchens.cli.host.Host;
import dev.manykitchens.cli.terminal.Interrupts;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.core.comparison.Comparison;
import dev.manykitchens.core.comparison.ComparisonListener;
import dev.manykitchens.core.comparison.ComparisonOptions;
import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.measurement.PoolOpener;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.report.progress.ComparisonProgress;
import dev.manykitchens.report.run.ClassWords;
import dev.manykitchens.report.run.Questions;
import dev.manykitchens.report.run.RunFile;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;

/// One `kitchen compare` of rounds: runs them, prints what came of them, and writes the files.
///
/// @param asked decides whether the run ends well
/// @param late counts the late jobs
/// @param split whether to show where the time of a job went
/// @param json whether to print JSON instead of tables
/// @param command what was typed
/// @param real the scenario whose jobs these are
/// @param beside simulates the same
/// @param predictions of other pools
record ComparisonRun(
        Shell shell,
        List<PoolSpec> specs,
        Batch batch,
        ComparisonOptions options,
        Questions questions,
        QuestionOptions asked,
        LateWords late,
        boolean split,
        boolean json,
        String command,
        Optional<RealScenario> real,
        Optional<SimulatedBeside> beside,
        Predictions predictions) {

    private static final PythonPools PYTHON = new PythonPools();

    ComparisonRun {
        specs = List.copyOf(specs);
    }

    /// Runs it.
    ///
    /// @param live shows it
    /// @return without a file, and nothing printed of that, when it was stopped too early
    RunEnd run(PoolOpener opener, LiveDashboard live, Host host, ReservedExports files) {
        CompareOutput output = new CompareOutput(shell, split);
        RealFaults faults = new RealFaults(opener, real.map(RealScenario::scenario));
        CostsHeard costs = new CostsHeard(batch, faults.strike());
        if (!json) {
            output.printHead(
                    real.map(scenario -> scenario.scenario().question()).orElse(""),
                    real.map(scenario -> scenario.scenario().name()).orElse(batch.recipe().name()),
                    batch,
                    specs,
                    options,
                    Host.cores());
            PYTHON.describe(specs).ifPresent(output::printPython);
            faults.leftOut(specs).ifPresent(output::printRemark);
            faults.never(specs).forEach(output::printRemark);
        }
        ComparisonProgress progress = progress();
        Comparison comparison =
                UserMistakeException.unless(() ->
                        new Comparison(
                                specs,
                                batch,
                                options,
                                faults::open,
                                host,
                                ComparisonListener.tee(
                                        faults,
                                        live.comparison(
                                                specs.stream().map(PoolSpec::toString).toList()),
                                        heard(output, files, costs, progress))));
        Runnable stop =
                () -> {
                    comparison.stop();
                    beside.ifPresent(SimulatedBeside::stop);
                    predictions.stop();
                };
        // The watch ends last: until then, a process that was told to end waits for its last words.
        try (Interrupts.Watch _ = shell.interrupts().watch(stop)) {
            CompareCommand.loadWhatAllPoolsShare();
            return finish(comparison, progress, live, host, files, output, costs, faults);
        } finally {
            faults.end();
        }
    }

    private RunEnd finish(
            Comparison comparison,
            @Nullable ComparisonProgress progress,
            LiveDashboard live,
            Host host,
            ReservedExports files,
            CompareOutput output,
            CostsHeard costs,
            RealFaults faults) {
        ComparisonResult result;
        try {
            result = run(comparison, progress);
        } catch (CancellationException _) {
            return RunEnd.stoppedBeforeAnyPool();
        }
        RunFile plain = file(result, host).withFaults(faults.counts());
        RunFile file =
                predictions
                        .in(costs.in(plain))
                        .withNotes(live.changedNotes())
                        .withNotes(files.notes(specs));
        if (json) {
            shell.out().print(file.toJson());
        } else {
            output.print(result, file);
            output.printFaults(faults, "round");
            output.printSection("Classes", ClassWords.of(file));
            output.printSection("Deadlines", late.sentences());
        }
        output.printFailures(faults);
        shell.out().flush();
        // After the table: a disk that is full takes nothing from whoever waited for it.
        try {
            files.commit(file);
        } finally {
            live.finished(file, files.keptAs());
        }
        beside.ifPresent(simulated -> simulated.print(specs, file));
        Optional<String> complaint = asked.complaint(result);
        complaint.ifPresent(shell.err()::println);
        return new RunEnd(output.exitCode(result, complaint.isEmpty()), Optional.of(file));
    }

    private RunFile file(ComparisonResult result, Host host) {
        RunFile file =
                RunFile.of(
                        result,
                        questions,
                        host.facts(PYTHON.describe(specs)),
                        KitchenVersion.version(),
                        command,
                        Instant.now());
        return real.map(scenario -> scenario.named(file)).orElse(file).withClasses(late.classes());
    }

    private static ComparisonResult run(
            Comparison comparison, @Nullable ComparisonProgress progress) {
        try (progress) {
            // Pools refuse what they cannot run, such as a recipe that would end this JVM.
            return UserMistakeException.unless(comparison::run);
        }
    }

    private @Nullable ComparisonProgress progress() {
        OptionalInt width = shell.terminal().errWidth();
        return width.isEmpty()
                ? null
                : new ComparisonProgress(specs.size(), options, shell.err(), width.getAsInt());
    }

    private ComparisonListener heard(
            CompareOutput output,
            ReservedExports files,
            CostsHeard costs,
            @Nullable ComparisonProgress progress) {
        return progress == null
                ? ComparisonListener.tee(output, files, late, costs)
                : ComparisonListener.tee(output, files, late, costs, progress);
    }
}
