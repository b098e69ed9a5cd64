package dev.manykitchens.cli;

import dev.manykitchens.cli.host.Host;
import dev.manykitchens.cli.terminal.Interrupts;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.report.progress.SimulationProgress;
import dev.manykitchens.simulator.kitchen.SimulationOptions;
import dev.manykitchens.simulator.study.StudyListener;
import dev.manykitchens.simulator.study.StudyOptions;
import dev.manykitchens.simulator.study.StudyResult;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Runs studies of one plan in a shell: with progress on its terminal, and until Ctrl-C.
final class SimulationRun {

    private final Shell shell;
    private final StudyPlan made;
    private final StudyOptions options;

    SimulationRun(Shell shell, StudyPlan made, StudyOptions options) {
        this.shell = shell;
        this.made = made;
        this.options = options;
    }

    Scenario scenario() {
        return made.scenario();
    }

    StudyPlan plan() {
        return made;
    }

    StudyOptions options() {
        return options;
    }

    SimulationOptions machine() {
        return made.machine();
    }

    Map<String, Duration> calls() {
        return made.calls();
    }

    private static StudyListener telling(SimulationProgress progress) {
        return new StudyListener() {
            @Override
            public void replicated(int done, int expected) {
                progress.replicated(done, expected);
            }

            @Override
            public void running(double done) {
                progress.running(done);
            }
        };
    }

    /// Studies these pools.
    ///
    /// @throws UserMistakeException when one of them cannot be simulated
    /// @throws RunFailedException when jobs wait for each other for ever
    StudyResult study(List<PoolSpec> specs) {
        OptionalInt width = shell.terminal().errWidth();
        try (SimulationProgress progress =
                width.isEmpty()
                        ? null
                        : new SimulationProgress(shell.err(), width.getAsInt(), System::nanoTime)) {
            try (ThreadReplicator threads = new ThreadReplicator(Host.cores())) {
                StudyPlan.Studies studies =
                        made.studies(
                                specs,
                                options,
                                threads,
                                progress == null ? StudyListener.NONE : telling(progress));
                try (Interrupts.Watch _ = shell.interrupts().watch(studies::stop)) {
                    return studies.run();
                }
            }
        }
    }
}
