package dev.manykitchens.simulator;

import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.random.RandomStreams;
import dev.manykitchens.simulator.RunPlan.BatchPlan;
import dev.manykitchens.simulator.RunPlan.Weather;
import dev.manykitchens.simulator.SimulatedJob.Fate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What random runs share: a plan that a seed makes, two seconds in which things happen at random
/// moments, fair weather behind them, and what jobs must have come to in the end.
abstract class RandomRun {

    static final long MILLI = 1_000_000;
    static final long STORM = 2_000 * MILLI;
    static final long WATCH = 40 * MILLI;
    static final long LONGEST = 200_000 * MILLI;

    final long seed;
    final RandomStreams streams;
    final RunPlan plan;
    final Simulation simulation = new Simulation();
    final SimulatedCluster cluster;

    /// The names of all workers, in the order in which they were started.
    final List<String> started = new ArrayList<>();

    boolean closing;

    RandomRun(long seed) {
        this.seed = seed;
        streams = RandomStreams.seeded(seed);
        plan = new RunPlan(streams);
        cluster =
                SimulatedCluster.ofPlannedJobs(
                        simulation, plan.options(), streams, plan::job, this::decided);
    }

    /// The dispatcher took a step.
    abstract void decided(Input input, long now, List<Command> commands);

    // What happens.

    void submit(BatchPlan batch) {
        cluster.feed(
                new Input.BatchSubmitted(
                        batch.number(),
                        batch.recipe(),
                        batch.jobs().size(),
                        batch.attempts(),
                        8,
                        batch.submitter(),
                        batch.speculate(),
                        false,
                        batch.priority()));
    }

    void drain(String worker) {
        cluster.feed(new Input.DrainRequested(worker, "make room"));
    }

    void onSomeWorker(Consumer<String> action) {
        List<String> alive = cluster.alive();
        if (!alive.isEmpty()) {
            action.accept(plan.oneOf(alive));
        }
    }

    /// Lets something happen up to so many times during the storm.
    void repeat(int most, double likely, Runnable action) {
        for (int i = 0; i < most; i++) {
            if (plan.chance(likely)) {
                simulation.at(moment(), action);
            }
        }
    }

    long moment() {
        return plan.between(0, plan.chance(0.5) ? STORM / 20 : STORM);
    }

    // The end.

    void everybodyGoesHome() {
        closing = true;
        for (int i = 1; i <= plan.limits().size(); i++) {
            cluster.feed(new Input.SubmitterClosed(i));
        }
        for (int round = 0; round < 100 && !cluster.alive().isEmpty(); round++) {
            cluster.alive().forEach(this::drain);
            simulation.runUntil(simulation.now() + 200 * MILLI);
        }
        require(cluster.alive().isEmpty(), "drained workers leave");
        simulation.runUntil(simulation.now() + 2_000 * MILLI);
    }

    void requireNobodyHeldTooMuch() {
        if (plan.weather() != Weather.HARSH) {
            for (String name : started) {
                require(
                        cluster.mostHeld(name) <= cluster.capacity(name),
                        name + " never held more leases than it offered");
            }
        }
    }

    /// A job ended as it should have.
    ///
    /// @param mayFail whether it may have failed whatever it does
    void requireRight(BatchPlan batch, int job, Outcome.Kind kind, boolean mayFail) {
        SimulatedJob planned = batch.jobs().get(job);
        boolean refused = planned.resource().filter("mashine"::equals).isPresent();
        String what = "batch " + batch.number() + " job " + job + " ended " + kind;
        switch (kind) {
            case SUCCEEDED -> require(planned.fate() == Fate.SUCCEEDS && !refused, what);
            case FAILED -> require(planned.fate() == Fate.FAILS || refused || mayFail, what);
            case CANCELLED, ORPHANED -> {}
            case WORKER_LOST ->
                    require(
                            plan.weather() != Weather.CALM
                                    || batch.attempts() == 1
                                    || planned.fate() == Fate.KILLS,
                            what + ", although it kills nobody");
            case TIMED_OUT -> require(false, what);
        }
    }

    static void require(boolean holds, String promise) {
        if (!holds) {
            throw new AssertionError("broken promise: " + promise);
        }
    }
}
