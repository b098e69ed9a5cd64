package dev.manykitchens.simulator.study;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.load.KeepingUp;
import dev.manykitchens.core.measurement.Timeline;
import dev.manykitchens.core.measurement.TimelineRecorder;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.scenario.Arrivals;
import dev.manykitchens.core.scenario.OfferedLoad;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.simulator.StoppedException;
import dev.manykitchens.simulator.kitchen.Replication;
import dev.manykitchens.simulator.kitchen.SimulatedScenario;
import dev.manykitchens.simulator.kitchen.SimulationOptions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;

/// Runs a scenario on several pools in virtual time, again and again with other random numbers,
/// until its options are content.
///
/// A pool that cannot keep up by its [Capacity] is not run. One whose responses grow to the end in
/// every replication, by the measure of [KeepingUp], does not keep up either, whatever the cause:
/// faults that take its workers away, or resources that jobs wait for while they keep their
/// threads. Its figures would say only how long the run was, so none are given.
///
/// [#run] is called once, by one thread; [#stop] by any at any time.
public final class Study {

    /// So many replications tell where their beginning ends.
    private static final int PILOTS = 10;

    /// So many jobs are kept for that, all pilots of a pool together.
    private static final int PILOT_JOBS = 2_000_000;

    private final Scenario scenario;
    private final StudyOptions options;
    private final Replicator replicator;
    private final StudyListener listener;
    private final List<Entrant> entrants = new ArrayList<>();
    private volatile boolean stopped;

    /// A study that has not begun.
    ///
    /// @param simulation resources, code times and limits of every run
    /// @throws IllegalArgumentException when a pool has no model
    public Study(
            Scenario scenario,
            List<PoolSpec> specs,
            RecipeBook book,
            SimulationOptions simulation,
            OfferedLoad load,
            StudyOptions options,
            Replicator replicator,
            StudyListener listener) {
        this.scenario = scenario;
        this.options = options;
        this.replicator = replicator;
        this.listener = listener;
        SimulationOptions stoppable = simulation.withStop(() -> stopped);
        for (PoolSpec spec : specs) {
            TimelineRecorder recorder = new TimelineRecorder();
            entrants.add(
                    new Entrant(
                            new SimulatedScenario(spec, scenario, book, stoppable),
                            new SimulatedScenario(
                                    spec,
                                    scenario,
                                    book,
                                    stoppable.withEvents(
                                            EventSink.tee(stoppable.events(), recorder))),
                            recorder,
                            simulation.coresOf(spec),
                            load));
        }
    }

    /// Runs it to its end, or until it is stopped.
    ///
    /// @throws IllegalStateException when jobs wait for each other for ever
    /// @throws InterruptedException when the calling thread was
    public StudyResult run() throws InterruptedException {
        try {
            replicate();
        } catch (StoppedException e) {
            // What is done is kept.
        }
        return new StudyResult(
                scenario, options, entrants.stream().map(Entrant::result).toList(), stopped);
    }

    /// Ends it at once: what runs is given up, what is done is kept.
    public void stop() {
        stopped = true;
    }

    private void replicate() throws InterruptedException {
        List<Entrant> able =
                entrants.stream().filter(entrant -> !entrant.capacity.isOverloaded()).toList();
        int done = 0;
        listener.replicated(0, wanted(0));
        while (!stopped && done < wanted(done)) {
            int many = Math.min(replicator.parallel(), wanted(done) - done);
            List<Supplier<Replication>> tasks = new ArrayList<>();
            Wave wave = new Wave(done, many, able.size());
            for (int number = done; number < done + many; number++) {
                int replication = number;
                able.forEach(entrant -> {
                    DoubleConsumer part = wave.next();
                    tasks.add(() -> {
                        Replication run = entrant.run(replication, part);
                        part.accept(1);
                        return run;
                    });
                });
            }
            Iterator<Replication> runs = replicator.all(tasks).iterator();
            for (int i = 0; i < many; i++) {
                able.forEach(entrant -> entrant.add(runs.next()));
            }
            done += many;
            listener.replicated(done, wanted(done));
        }
    }

    /// Replications that run together, each on some pools, and which part of each is done.
    private final class Wave {

        private final int before;
        private final int pools;

        // Guarded by this monitor.
        private final double[] parts;
        private int begun;

        Wave(int before, int replications, int pools) {
            this.before = before;
            this.pools = pools;
            this.parts = new double[replications * pools];
        }

        /// Hears of one of them.
        synchronized DoubleConsumer next() {
            int index = begun++;
            return part -> tell(index, part);
        }

        private synchronized void tell(int index, double part) {
            parts[index] = part;
            listener.running(before + Arrays.stream(parts).sum() / pools);
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

    /// A pool that takes part.
    private final class Entrant {

        private final SimulatedScenario simulated;

        /// The same, while the recorder listens.
        private final SimulatedScenario recorded;

        private final TimelineRecorder recorder;

        /// Made where a replication runs, read by whoever studies.
        private volatile Optional<Timeline> timeline = Optional.empty();

        private final int cores;
        private final Capacity capacity;
        private final Optional<Expectation> expectation;
        private final List<RunFigures> runs = new ArrayList<>();

        /// The first replications, until it is known where their beginning ends.
        private final List<Replication> pilots = new ArrayList<>();

        private int beginning = -1;
        private final OfferedLoad load;

        /// In how many replications responses grew to the end.
        private int growing;

        private Entrant(
                SimulatedScenario simulated,
                SimulatedScenario recorded,
                TimelineRecorder recorder,
                int cores,
                OfferedLoad load) {
            this.simulated = simulated;
            this.recorded = recorded;
            this.recorder = recorder;
            this.cores = cores;
            this.load = load;
            capacity = Capacity.of(scenario, simulated.spec(), load, cores);
            expectation = Expectation.of(scenario, simulated.spec(), load, cores);
        }

        private Replication run(int replication, DoubleConsumer part) {
            if (!options.timelines() || replication > 0) {
                return simulated.run(replication, part);
            }
            int jobs = scenario.jobs().orElse(0);
            if (jobs > TimelineRecorder.MOST_JOBS) {
                // It would be known at the end, after as many events as jobs.
                timeline = Optional.of(Timeline.ofTooMany(1, jobs));
                return simulated.run(replication, part);
            }
            Replication first = recorded.run(replication, part);
            timeline = Optional.of(recorder.timeline(1));
            return first;
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
            growing += grows(run) ? 1 : 0;
            int slots = simulated.spec().kind().slots().orElse(0);
            return RunFigures.of(run, scenario, cores, slots, beginning);
        }

        private PoolStudy result() {
            if (!pilots.isEmpty()) {
                settle();
            }
            Optional<String> complaint =
                    capacity.isOverloaded()
                            ? Optional.of(overload())
                            : runs.isEmpty() || growing < runs.size()
                                    ? Optional.empty()
                                    : Optional.of(growth());
            return new PoolStudy(
                    simulated.spec(),
                    capacity,
                    expectation,
                    complaint.isPresent() ? List.of() : runs,
                    timeline,
                    complaint);
        }

        /// A trace has its rushes, and after its last job nobody knows what comes.
        private boolean grows(Replication run) {
            if (capacity.rate().isEmpty() || scenario.arrivals() instanceof Arrivals.Trace) {
                return false;
            }
            int atOnce = scenario.arrivals() instanceof Arrivals.Bursts bursts ? bursts.size() : 1;
            KeepingUp judged =
                    KeepingUp.ofJobs(
                            atOnce,
                            capacity.rate().getAsDouble(),
                            run.submittedNanos(),
                            run.responseNanos(),
                            load.scv());
            return judged.answer() == KeepingUp.Answer.NO;
        }

        private String growth() {
            double ended =
                    runs.stream().mapToDouble(RunFigures::jobs).sum()
                            / runs.stream().mapToDouble(RunFigures::elapsed).sum();
            boolean struck = runs.stream().anyMatch(run -> run.workersLost() > 0);
            return "does not keep up: %.3g jobs come a second and %.3g end, so that responses grow to the end of every replication%s"
                    .formatted(
                            capacity.rate().orElse(Double.NaN),
                            ended,
                            struck
                                    ? "; without its faults it could do at most %.3g a second"
                                            .formatted(capacity.bottleneck().mostPerSecond())
                                    : "");
        }

        private String overload() {
            Capacity.Need need = capacity.bottleneck();
            return "cannot keep up: jobs need %.0f %% of its %s"
                    .formatted(100 * capacity.utilisation(need), need.what());
        }
    }
}
