package dev.manykitchens.cli;

import dev.manykitchens.cli.calibration.CostsHeard;
import dev.manykitchens.cli.dashboard.LiveDashboard;
import dev.manykitchens.cli.fault.RealFaults;
import dev.manykitchens.cli.host.Host;
import dev.manykitchens.cli.terminal.Interrupts;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.core.advice.Goal;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.load.LoadArrivals;
import dev.manykitchens.core.load.LoadComparison;
import dev.manykitchens.core.load.LoadListener;
import dev.manykitchens.core.load.LoadPlan;
import dev.manykitchens.core.load.LoadResult;
import dev.manykitchens.core.measurement.PoolOpener;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.report.progress.LoadProgress;
import dev.manykitchens.report.run.ClassWords;
import dev.manykitchens.report.run.RunFile;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;

/// One `kitchen compare --rate`: puts the load on the pools, prints what came of it, and writes the
/// files.
///
/// @param goal a limit for response times that the advised pool should keep
/// @param json whether to print JSON instead of tables
/// @param command what was typed
/// @param real the scenario whose jobs these are
/// @param beside simulates the same
/// @param predictions of other pools
record LoadRun(
        Shell shell,
        List<PoolSpec> specs,
        Batch batch,
        LoadPlan plan,
        Optional<Goal> goal,
        boolean json,
        String command,
        Optional<RealScenario> real,
        Optional<SimulatedBeside> beside,
        Predictions predictions) {

    LoadRun {
        specs = List.copyOf(specs);
    }

    /// Runs it.
    ///
    /// @param live shows it
    /// @return without a file, and nothing printed of that, when it was stopped too early
    RunEnd run(PoolOpener opener, LiveDashboard live, Host host, ReservedExports files) {
        LoadOutput output = new LoadOutput(shell);
        RealFaults faults = new RealFaults(opener, real.map(RealScenario::scenario));
        if (!json) {
            real.ifPresentOrElse(
                    scenario ->
                            output.printHead(scenario.scenario(), specs.size(), plan, Host.cores()),
                    () -> output.printHead(batch, specs.size(), plan, Host.cores()));
            faults.leftOut(specs).ifPresent(output::printRemark);
            faults.never(specs).forEach(output::printRemark);
        }
        LoadProgress progress = progress();
        LateWords late = new LateWords(plan.deadlines());
        CostsHeard costs = new CostsHeard(batch, faults.strike());
        LoadComparison loads =
                UserMistakeException.unless(() ->
                        new LoadComparison(
                                specs,
                                batch,
                                plan,
                                faults::open,
                                LoadListener.tee(faults, heard(output, late, costs, progress))));
        // The watch ends last: until then, a process that was told to end waits for its last words.
        try (Interrupts.Watch _ = shell.interrupts().watch(() -> stop(loads))) {
            CompareCommand.loadWhatAllPoolsShare();
            return finish(loads, progress, live, host, files, output, late, costs, faults);
        } finally {
            faults.end();
        }
    }

    private void stop(LoadComparison loads) {
        loads.stop();
        beside.ifPresent(SimulatedBeside::stop);
        predictions.stop();
    }

    private RunEnd finish(
            LoadComparison loads,
            @Nullable LoadProgress progress,
            LiveDashboard live,
            Host host,
            ReservedExports files,
            LoadOutput output,
            LateWords late,
            CostsHeard costs,
            RealFaults faults) {
        LoadResult result;
        try {
            result = run(loads, progress);
        } catch (CancellationException _) {
            return RunEnd.stoppedBeforeAnyPool();
        }
        RunFile plain =
                RunFile.ofLoad(
                        result,
                        goal,
                        host.facts(new PythonPools().describe(specs)),
                        KitchenVersion.version(),
                        command,
                        Instant.now());
        RunFile known =
                costs.in(real.map(scenario -> scenario.named(plain)).orElse(plain))
                        .withFaults(faults.counts());
        RunFile file =
                predictions
                        .in(known.withClasses(late.classes()))
                        .withNotes(live.changedNotes())
                        .withNotes(files.notes(specs));
        if (json) {
            shell.out().print(file.toJson());
        } else {
            output.print(result, file);
            output.printFaults(faults, "load");
            output.printSection("Classes", ClassWords.of(file));
            output.printSection("Deadlines", late.sentences());
        }
        output.printFailures(faults);
        // Of a scenario that says how many come, that many are to end it.
        if (plan.arrivals() instanceof LoadArrivals.Closed
                && real.filter(scenario -> scenario.scenario().jobs().isEmpty()).isPresent()) {
            output.printCut(result, batch.size());
        }
        shell.out().flush();
        // After the table: a disk that is full takes nothing from whoever waited for it.
        try {
            files.commit(file);
        } finally {
            live.finished(file, files.keptAs());
        }
        beside.ifPresent(simulated -> simulated.print(specs, file));
        return new RunEnd(LoadOutput.exitCode(result), Optional.of(file));
    }

    private static LoadResult run(LoadComparison loads, @Nullable LoadProgress progress) {
        try (progress) {
            // Pools refuse what they cannot run, such as a recipe that would end this JVM.
            return UserMistakeException.unless(loads::run);
        }
    }

    private @Nullable LoadProgress progress() {
        // In a closed loop that says how many jobs come, the duration is only a limit.
        Duration expected = plan.expected();
        OptionalInt columns = shell.terminal().errWidth();
        return columns.isEmpty()
                ? null
                : new LoadProgress(
                        specs.size(), expected, shell.err(), columns.getAsInt(), System::nanoTime);
    }

    private static LoadListener heard(
            LoadOutput output, LateWords late, CostsHeard costs, @Nullable LoadProgress progress) {
        return progress == null
                ? LoadListener.tee(output, late, costs)
                : LoadListener.tee(output, late, costs, progress);
    }
}
