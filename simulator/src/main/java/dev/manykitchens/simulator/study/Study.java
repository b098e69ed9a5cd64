package dev.manykitchens.simulator.study;

import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.scenario.OfferedLoad;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.simulator.kitchen.Replication;
import dev.manykitchens.simulator.kitchen.SimulatedScenario;
import dev.manykitchens.simulator.kitchen.SimulationOptions;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs a scenario on several pools in virtual time, again and again with other random numbers,
/// until its options are content.
///
/// [#run] is called once, by one thread; [#stop] by any at any time.
public final class Study {

    /// So many replications tell where their beginning ends.
    private static final int PILOTS = 10;

    /// So many jobs are kept for that, all pilots of a pool together.
    private static final int PILOT_JOBS = 2_000_000;

    private final Scenario scenario;
    private final StudyOptions options;
    private final StudyListener listener;
    private final List<Entrant> entrants = new ArrayList<>();
    private volatile boolean stopped;
    private volatile @Nullable ExecutorService running;

    /// A study that has not begun.
    ///
    /// @param simulation resources, code times and limits of every run; nobody hears its events
    /// @throws IllegalArgumentException when a pool has no model
    public Study(
            Scenario scenario,
            List<PoolSpec> specs,
            RecipeBook book,
            SimulationOptions simulation,
            OfferedLoad load,
            StudyOptions options,
            StudyListener listener) {
        this.scenario = scenario;
        this.options = options;
        this.listener = listener;
        for (PoolSpec spec : specs) {
            entrants.add(
                    new Entrant(
                            new SimulatedScenario(spec, scenario, book, simulation),
                            Capacity.of(scenario, spec, load, options.cores()),
                            Expectation.of(scenario, spec, load, options.cores())));
        }
    }

    /// Runs it to its end, or until it is stopped.
    ///
    /// @throws IllegalStateException when jobs wait for each other for ever
    /// @throws InterruptedException when the calling thread was
    public StudyResult run() throws InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(options.parallel())) {
            running = threads;
            try {
                replicate(threads);
            } catch (CancellationException e) {
                if (!stopped) {
                    throw e;
                }
            } finally {
                threads.shutdownNow();
            }
        }
        return new StudyResult(
                scenario, options, entrants.stream().map(Entrant::result).toList(), stopped);
    }

    /// Ends it at once: what runs is given up, what is done is kept.
    public void stop() {
        stopped = true;
        ExecutorService threads = running;
        if (threads != null) {
            threads.shutdownNow();
        }
    }

    private void replicate(ExecutorService threads) throws InterruptedException {
        int done = 0;
        while (!stopped && done < wanted(done)) {
            int many = Math.min(options.parallel(), wanted(done) - done);
            List<Future<Replication>> runs = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                int number = done + i;
                for (Entrant entrant : entrants) {
                    if (!entrant.capacity.isOverloaded()) {
                        runs.add(submit(threads, () -> entrant.simulated.run(number)));
                    }
                }
            }
            int next = 0;
            for (int i = 0; i < many; i++) {
                for (Entrant entrant : entrants) {
                    if (!entrant.capacity.isOverloaded()) {
                        entrant.add(await(runs.get(next++)));
                    }
                }
            }
            done += many;
            listener.replicated(done, wanted(done));
        }
    }

    private static Future<Replication> submit(
            ExecutorService threads, Callable<Replication> replication) {
        try {
            return threads.submit(replication);
        } catch (RejectedExecutionException e) {
            throw new CancellationException("the study was stopped");
        }
    }

    /// How many replications there are to be, for what is known after so many.
    private int wanted(int done) {
        if (options.precision().isEmpty() || done < options.replications()) {
            return options.replications();
        }
        double wanted = options.precision().get();
        double worst = 0;
        for (Entrant entrant : entrants) {
            double reached =
                    entrant.result()
                            .interval(run -> StudyResult.headline(scenario, run))
                            .precision();
            worst = Math.max(worst, Double.isNaN(reached) ? 0 : reached);
        }
        if (worst <= wanted) {
            return done;
        }
        // The width of an interval falls with the root of how many there are.
        double needed = Math.ceil(done * (worst / wanted) * (worst / wanted));
        return (int) Math.min(Math.max(needed, done + 1.0), options.mostReplications());
    }

    private Replication await(Future<Replication> run) throws InterruptedException {
        try {
            // Those that were not begun when it was stopped never will be.
            while (true) {
                try {
                    return run.get(100, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    if (stopped) {
                        throw new CancellationException("the study was stopped");
                    }
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException("a replication must not fail", e);
        }
    }

    /// A pool that takes part.
    private final class Entrant {

        private final SimulatedScenario simulated;
        private final Capacity capacity;
        private final Optional<Expectation> expectation;
        private final List<RunFigures> runs = new ArrayList<>();

        /// The first replications, until it is known where their beginning ends.
        private final List<Replication> pilots = new ArrayList<>();

        private int beginning = -1;

        private Entrant(
                SimulatedScenario simulated, Capacity capacity, Optional<Expectation> expectation) {
            this.simulated = simulated;
            this.capacity = capacity;
            this.expectation = expectation;
        }

        private void add(Replication run) {
            if (beginning < 0) {
                pilots.add(run);
                if (pilots.size() < pilotsWanted(run)) {
                    return;
                }
                settle();
            } else {
                runs.add(figures(run));
            }
        }

        /// Long replications need few to tell where their beginning ends, and memory is finite.
        private int pilotsWanted(Replication run) {
            int affordable = Math.max(1, PILOT_JOBS / Math.max(1, run.jobs()));
            return Math.min(Math.min(PILOTS, options.replications()), affordable);
        }

        private void settle() {
            beginning =
                    scenario.keepsComing()
                            ? Settling.jobsToLeaveOut(
                                    pilots.stream().map(Replication::responseNanos).toList())
                            : 0;
            pilots.forEach(pilot -> runs.add(figures(pilot)));
            pilots.clear();
        }

        private RunFigures figures(Replication run) {
            int slots = simulated.spec().kind().slots().orElse(0);
            return RunFigures.of(run, scenario, options.cores(), slots, beginning);
        }

        private PoolStudy result() {
            if (!pilots.isEmpty()) {
                settle();
            }
            return new PoolStudy(
                    simulated.spec(),
                    capacity,
                    expectation,
                    runs,
                    capacity.isOverloaded() ? Optional.of(overload()) : Optional.empty());
        }

        private String overload() {
            Capacity.Need need = capacity.bottleneck();
            return "cannot keep up: jobs need %.0f %% of its %s"
                    .formatted(100 * capacity.utilisation(need), need.what());
        }
    }
}
