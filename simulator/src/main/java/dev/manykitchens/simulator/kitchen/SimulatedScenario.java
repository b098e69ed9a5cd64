package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.random.RandomStreams;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.scenario.ArrivalTimes;
import dev.manykitchens.core.scenario.Arrivals;
import dev.manykitchens.core.scenario.DurationSampler;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.core.scenario.ScenarioBatch;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleConsumer;

/// A scenario on a pool in virtual time. Immutable; each run is confined to the thread that calls.
///
/// Every replication draws other numbers, and the same ones on every pool.
public final class SimulatedScenario {

    /// A run is broken off when so many jobs have come and not ended: the pool cannot keep up.
    public static final int MOST_IN_SYSTEM = 1_000_000;

    private final PoolSpec spec;
    private final Scenario scenario;
    private final SimulationOptions options;
    private final Recipe recipe;

    /// So many jobs come at most where the scenario does not say how many.
    private final int limit;

    /// @param options its resources are those of the scenario, whatever they are here
    /// @throws IllegalArgumentException when the pool has no model
    public SimulatedScenario(
            PoolSpec spec, Scenario scenario, RecipeBook book, SimulationOptions options) {
        this(spec, scenario, book, options, Scenario.MOST_JOBS);
    }

    /// @param limit the most jobs, where the scenario does not say how many come
    SimulatedScenario(
            PoolSpec spec,
            Scenario scenario,
            RecipeBook book,
            SimulationOptions options,
            int limit) {
        SimulatedSite.requireSimulable(spec);
        scenario.requireRunnableOn(spec);
        this.spec = spec;
        this.scenario = scenario;
        this.options = options;
        this.recipe = book.get(ScenarioBatch.RECIPE);
        this.limit = limit;
    }

    /// Refuses pools that have no model.
    ///
    /// @throws IllegalArgumentException for `cluster`, whose size its spec does not say, and those
    ///   of Python
    public static void requireSimulable(PoolSpec spec) {
        SimulatedSite.requireSimulable(spec);
    }

    /// What is simulated.
    public PoolSpec spec() {
        return spec;
    }

    /// Runs it once to its end.
    ///
    /// @param number which replication, from 0
    /// @throws IllegalStateException when jobs wait for each other for ever, when too many are in
    ///   the system at once, when more than the most jobs would come, or when it needs too many
    ///   events or too much virtual time
    public Replication run(int number) {
        return run(number, _ -> {});
    }

    /// Runs it once to its end, and tells on the way how far it is.
    ///
    /// @param number which replication, from 0
    /// @param listener hears now and then which part of it is done, from 0 to 1: of the jobs that
    ///   come or of the time in which they come, whichever is more; on the calling thread
    /// @throws IllegalStateException as [#run(int)] does
    public Replication run(int number, DoubleConsumer listener) {
        return new Run(number).toItsEnd(listener);
    }

    /// One replication.
    private final class Run {

        private final SimulatedSite site;
        private final RandomStreams streams;
        private final ScenarioSupply supply;
        private final int most;
        private final long untilNanos;
        private DurationSampler thinking = () -> 0;
        private int promised;

        /// How many jobs are to come at a time that is known.
        private int toCome;

        Run(int number) {
            streams = RandomStreams.seeded(scenario.seed()).replication(number);
            boolean endedByJobs = scenario.endsProcesses();
            site =
                    new SimulatedSite(
                            spec,
                            options,
                            scenario.resources(),
                            new SiteConditions(scenario.workers(), endedByJobs, streams));
            most = scenario.jobs().orElse(limit);
            untilNanos = scenario.duration().map(Duration::toNanos).orElse(Long.MAX_VALUE);
            supply =
                    new ScenarioSupply(
                            site.simulation(),
                            scenario,
                            streams,
                            recipe,
                            scenario.jobs().orElse(1024),
                            endedByJobs || scenario.workers().hasFaults(),
                            options.events(),
                            this::ended);
        }

        Replication toItsEnd(DoubleConsumer listener) {
            site.open();
            site.engine().start(List.of(supply));
            switch (scenario.arrivals()) {
                case Arrivals.AllAtOnce() -> arrive(most);
                case Arrivals.Closed closed -> begin(closed);
                case Arrivals.Every _, Arrivals.Poisson _, Arrivals.Bursts _, Arrivals.Trace _ ->
                        new Coming(new ArrivalTimes(scenario.arrivals(), streams)).await();
            }
            site.run(this::unfinished, () -> listener.accept(partDone()));
            if (supply.inSystem() > 0) {
                throw new IllegalStateException(
                        "jobs of %s wait for each other for ever on %s: %s; let uses of resources nest in the same order everywhere"
                                .formatted(scenario.name(), spec, site.standstill()));
            }
            supply.finish();
            Replication result = supply.result(site);
            site.close();
            return result;
        }

        private int unfinished() {
            return supply.inSystem() + toCome;
        }

        /// 0 where neither the number of jobs nor the time in which they come is known.
        private double partDone() {
            double ended = supply.arrived() - supply.inSystem();
            double ofJobs = scenario.jobs().isPresent() ? ended / most : 0;
            double ofTime = (double) site.simulation().now() / untilNanos;
            return Math.min(1, Math.max(ofJobs, ofTime));
        }

        private void arrive(int jobs) {
            options.events()
                    .accept(
                            new RunEvent.BatchSubmitted(
                                    site.simulation().now(), 1, recipe.name(), jobs));
            supply.arrive(jobs);
            if (supply.inSystem() > MOST_IN_SYSTEM && jobs == 1) {
                throw new IllegalStateException(
                        "a pool must keep up with its jobs, %s had %d unfinished after %d had come; let fewer come or take a larger pool"
                                .formatted(spec, supply.inSystem(), supply.arrived()));
            }
            site.engine().more(supply);
        }

        /// Jobs that come one after the other, whatever became of those before.
        private final class Coming implements Runnable {

            private final ArrivalTimes times;

            Coming(ArrivalTimes times) {
                this.times = times;
            }

            void await() {
                long at = times.nextNanos();
                boolean isOver =
                        at == ArrivalTimes.NEVER && scenario.arrivals() instanceof Arrivals.Trace;
                if (!isOver && at < untilNanos && mayCome(supply.arrived())) {
                    toCome++;
                    site.simulation().at(at, this);
                }
            }

            @Override
            public void run() {
                toCome--;
                arrive(1);
                await();
            }
        }

        /// Whether one more job comes after so many. A run that the duration should end, and that
        /// the limit ended, would be of another scenario than the one that was asked for.
        private boolean mayCome(int before) {
            if (before >= most && scenario.jobs().isEmpty()) {
                throw new IllegalStateException(
                        String.format(
                                Locale.ROOT,
                                "a simulated run must have at most %,d jobs, %s (%s) has more: they had come after %s of %s on %s; let fewer come, or for a shorter duration",
                                most,
                                scenario.name(),
                                scenario.arrivals(),
                                DurationRange.text(Duration.ofNanos(site.simulation().now())),
                                DurationRange.text(Duration.ofNanos(untilNanos)),
                                spec));
            }
            return before < most;
        }

        private void begin(Arrivals.Closed closed) {
            thinking = closed.think().sampler(streams.stream("thinking"));
            for (int user = 0; user < closed.users(); user++) {
                think();
            }
        }

        private void think() {
            long at = site.simulation().now() + thinking.nextNanos();
            if (at < untilNanos && mayCome(promised)) {
                promised++;
                toCome++;
                site.simulation()
                        .at(
                                at,
                                () -> {
                                    toCome--;
                                    arrive(1);
                                });
            }
        }

        private void ended(int job) {
            if (scenario.arrivals() instanceof Arrivals.Closed) {
                think();
            }
        }
    }
}
