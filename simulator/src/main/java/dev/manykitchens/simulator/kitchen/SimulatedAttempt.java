package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.attempt.FailureText;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.Computation;
import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.resource.ResourceRefusedException;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.simulator.Simulation;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The interpreter in virtual time: one attempt as a program with a counter, the stack of step
/// lists that it is in.
///
/// ```
///               ┌── Wait: the clock ── Use: a request ──▶ on a thread again ──┐
/// begin ──▶ advance ◀─────────────────────────────────────────────────────────┘
///               ├── Compute, Offload, result: Computing ──▶ advance
///               └── no step left, result made ──▶ end
/// ```
///
/// Each step does what the blocking and the non-blocking interpreter of
/// [dev.manykitchens.core.attempt] do; only where those compute, this one lets the cores do it.
final class SimulatedAttempt implements JobContext, SimulatedResource.Owner, Computing.Owner {

    private final SimulatedKitchen kitchen;
    private final SimulatedJobs jobs;
    private final int job;
    private final Footing footing;
    private final Simulation simulation;
    private final JobRandom random;
    private final SimulatedTimes times = new SimulatedTimes();

    /// The innermost list of steps that it is in; null when it is in none.
    private @Nullable Frame innermost;

    /// Null as long as nothing was computed.
    private @Nullable Computing computing;

    private boolean makesResult;
    private long waitingSince;

    private @Nullable NamedPermits awaited;

    /// A list of steps, how many of them are behind, and the permit held meanwhile.
    private static final class Frame {
        private final List<Step> steps;
        private final SimulatedResource.@Nullable Request permit;
        private final @Nullable Frame around;
        private int next;

        Frame(
                List<Step> steps,
                SimulatedResource.@Nullable Request permit,
                @Nullable Frame around) {
            this.steps = steps;
            this.permit = permit;
            this.around = around;
        }
    }

    SimulatedAttempt(SimulatedKitchen kitchen, SimulatedJobs jobs, int job, Footing footing) {
        this.kitchen = kitchen;
        this.jobs = jobs;
        this.job = job;
        this.footing = footing;
        this.simulation = kitchen.simulation();
        this.random = JobRandom.of(jobs.seed(), job);
    }

    /// Runs up to the first thing that takes time, on the thread that its footing is.
    void begin() {
        times.started = simulation.now();
        times.assigned = times.started;
        times.received = times.started;
        kitchen.begun(this);
        List<Step> steps;
        try {
            steps = jobs.steps(job, random);
        } catch (Throwable thrown) {
            fail(thrown);
            return;
        }
        enter(steps, null);
        advance();
    }

    private Row arguments() {
        return jobs.arguments(job);
    }

    private void advance() {
        boolean goesOn = true;
        while (goesOn) {
            Frame frame = innermost;
            if (frame == null) {
                goesOn = makeResult();
            } else if (frame.next == frame.steps.size()) {
                leave(frame);
            } else {
                goesOn = perform(frame.steps.get(frame.next), frame);
            }
        }
    }

    private void enter(List<Step> steps, SimulatedResource.@Nullable Request permit) {
        innermost = new Frame(steps, permit, innermost);
    }

    private void leave(Frame frame) {
        innermost = frame.around;
        if (frame.permit != null) {
            frame.permit.release();
        }
    }

    /// @return whether it goes on at once
    private boolean perform(Step step, Frame frame) {
        return switch (step) {
            case Step.Wait(Duration duration) -> {
                frame.next++;
                if (frame.next == frame.steps.size() && frame.permit == null) {
                    // It need not be looked up after the wait: by then it is far away in memory.
                    leave(frame);
                }
                pause(duration.toNanos());
                yield false;
            }
            case Step.Use(String resource, List<Step> inner) -> {
                frame.next++;
                yield obtain(resource, inner);
            }
            case Step.Compute(Computation computation) ->
                    mayCompute() && compute(computation, true, frame);
            case Step.Offload(Computation computation) ->
                    mayCompute() && compute(computation, false, frame);
        };
    }

    private void pause(long nanos) {
        simulation.after(
                nanos,
                kitchen.here(() -> {
                    times.wait += nanos;
                    footing.comeBack(this::advance);
                }));
        footing.leave();
    }

    private boolean obtain(String name, List<Step> inner) {
        waitingSince = simulation.now();
        Asked asked = new Asked(inner);
        try {
            SimulatedResource resource = kitchen.resource(name);
            SimulatedResource.Request request = resource.request(this, kitchen.here(asked));
            asked.request = request;
            if (resource.isGranted(request)) {
                enter(inner, request);
                return true;
            }
            awaited = resource.permits();
        } catch (RuntimeException refused) {
            fail(refused);
            return false;
        }
        footing.leave();
        return false;
    }

    /// A request for a resource under way: what happens when it is granted.
    private final class Asked implements Runnable {

        private final List<Step> inner;
        private SimulatedResource.@Nullable Request request;

        Asked(List<Step> inner) {
            this.inner = inner;
        }

        @Override
        public void run() {
            awaited = null;
            footing.comeBackGranted(() -> {
                times.resource += simulation.now() - waitingSince;
                enter(inner, request);
                advance();
            });
        }
    }

    /// Whether it may compute where it is; when it may not, it has left and will come back to the
    /// same step.
    private boolean mayCompute() {
        waitingSince = simulation.now();
        return footing.mayCompute(() -> {
            times.stove += simulation.now() - waitingSince;
            advance();
        });
    }

    private boolean compute(Computation computation, boolean needsStove, Frame frame) {
        frame.next++;
        return switch (computation) {
            case Computation.Amount(Duration cpuTime) ->
                    compute(cpuTime.toNanos(), null, needsStove);
            case Computation.Code real ->
                    compute(
                            kitchen.options().codeTimes().stepNanos(jobs.recipe(), real),
                            real,
                            needsStove);
        };
    }

    private boolean compute(long nanos, Computation.@Nullable Code real, boolean needsStove) {
        Computing its = computing;
        if (its == null) {
            its = new Computing(kitchen, footing, times, this);
            computing = its;
        }
        return its.begin(nanos, real, needsStove);
    }

    /// Its process stands still or ends.
    void leaveCore() {
        if (computing != null) {
            computing.leaveCore();
        }
    }

    /// Its process goes on.
    void backToCore() {
        if (computing != null) {
            computing.backToCore();
        }
    }

    /// Goes on behind what it computed.
    @Override
    public void computed() {
        advance();
    }

    /// Runs real code, if results are made.
    @Override
    public void run(Computation.Code code) throws Exception {
        if (kitchen.options().makesResults()) {
            code.run(arguments(), this);
        }
    }

    /// What it computed threw this.
    @Override
    public void failed(Throwable thrown) {
        fail(thrown);
    }

    /// First lets the result be computed, then ends.
    ///
    /// @return whether it goes on at once
    private boolean makeResult() {
        if (makesResult) {
            end(result());
            return false;
        }
        if (!mayCompute()) {
            return false;
        }
        makesResult = true;
        return compute(kitchen.options().codeTimes().resultNanos(jobs.recipe()), null, true);
    }

    private Outcome result() {
        if (!kitchen.options().makesResults()) {
            return SimulatedBatch.NO_VALUE;
        }
        try {
            Recipe recipe = jobs.recipe();
            @Nullable Value value = recipe.result(arguments(), this);
            if (value != null && value.type() == recipe.resultType()) {
                return new Outcome.Succeeded(value);
            }
            return failed(
                    "%s must give %s, gave %s"
                            .formatted(
                                    recipe.name(),
                                    recipe.resultType().phrase(),
                                    value == null ? "null" : value.type().phrase()));
        } catch (Throwable thrown) {
            return failed(FailureText.of(thrown));
        }
    }

    private Outcome failed(String message) {
        return new Outcome.Failed(FailureText.oneLine(message), kitchen.origin());
    }

    private void fail(Throwable thrown) {
        end(failed(FailureText.of(thrown)));
    }

    private void end(Outcome outcome) {
        for (Frame frame = innermost; frame != null; frame = innermost) {
            leave(frame);
        }
        times.finished = simulation.now();
        times.delivered = times.finished;
        kitchen.ended(this);
        jobs.ended(job, outcome, times, kitchen.worker());
        footing.ended();
    }

    @Override
    public Optional<NamedPermits> waitsFor() {
        return Optional.ofNullable(awaited);
    }

    @Override
    public void refused(ResourceRefusedException why) {
        awaited = null;
        fail(why);
    }

    @Override
    public String toString() {
        return jobs.describe(job);
    }

    @Override
    public int job() {
        return job;
    }

    @Override
    public int attempt() {
        return kitchen.origin().attempt();
    }

    @Override
    public JobRandom random() {
        return random;
    }

    /// Real code that runs in a simulation is never asked to stop.
    @Override
    public void checkpoint() {}
}
