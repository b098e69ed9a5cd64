package dev.manykitchens.core.attempt;

import dev.manykitchens.core.cpu.Calibration;
import dev.manykitchens.core.cpu.CpuWork;
import dev.manykitchens.core.event.JobStage;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.Computation;
import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.JobStoppedException;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.stove.StoveTurn;
import dev.manykitchens.core.value.Value;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/// An attempt while it runs, with what both interpreters do alike: computing, with or without a
/// stove. Confined to the thread that the attempt occupies.
///
/// An attempt that is renewed keeps its context, and what hangs on it: between two short jobs
/// nothing is made anew.
final class AttemptContext implements JobContext {

    private final Attempt attempt;
    private final JobRandom random;
    private AttemptTimes times;
    private StoveTurn turn;
    private CpuMeter meter;
    private CpuMeter.@Nullable Reading lastReading;
    private @Nullable Calibration rate;
    private @Nullable Runnable checkpoint;

    /// The last outcome: recipes that always give the same value need no other one.
    private Outcome.@Nullable Succeeded succeeded;

    AttemptContext(Attempt attempt, AttemptTimes times, StoveTurn turn, CpuMeter meter) {
        this.attempt = attempt;
        this.times = times;
        this.turn = turn;
        this.meter = meter;
        this.random = JobRandom.of(attempt.options().seed(), attempt.job());
    }

    /// The attempt was renewed and runs again.
    void renew(AttemptTimes nextTimes, StoveTurn nextTurn, CpuMeter nextMeter) {
        times = nextTimes;
        turn = nextTurn;
        meter = nextMeter;
        random.become(attempt.options().seed(), attempt.job());
    }

    @Override
    public int job() {
        return attempt.job();
    }

    @Override
    public int attempt() {
        return attempt.origin().attempt();
    }

    @Override
    public boolean mayEndProcess() {
        return !attempt.origin().isThisJvm();
    }

    @Override
    public JobRandom random() {
        return random;
    }

    @Override
    public void checkpoint() {
        requireGoingOn();
        attempt.goesTo(JobStage.STOVE);
        try {
            times.addStove(turn.yieldIfDue());
        } catch (InterruptedException _) {
            throw interrupted();
        } finally {
            attempt.goesTo(JobStage.CPU);
        }
    }

    /// Ends the job here when it was told to stop.
    void requireGoingOn() {
        if (attempt.mustStop()) {
            throw new JobStoppedException("the job was cancelled or its time was up");
        }
    }

    /// What to throw when the thread was interrupted while the job waited.
    JobStoppedException interrupted() {
        if (!attempt.mustStop()) {
            attempt.noteInterruptFromOutside();
        }
        return new JobStoppedException("the job's thread was interrupted");
    }

    /// The job's steps, scaled.
    List<Step> steps() {
        return attempt.options().stepsOf(attempt.recipe(), attempt.arguments(), random);
    }

    /// Whether with these steps nothing but the result is made, so that its time is that of the
    /// whole: then [#resultUnmeasured] and in the end [#addWhole] do. Only where time elapsed is
    /// enough, or nobody reads it.
    boolean isBare(List<Step> steps) {
        return steps.isEmpty() && (!times.isRead() || meter.isElapsedEnough());
    }

    /// Counts what passed from begin to end, but for the wait for a stove, as computing.
    void addWhole() {
        times.addCpu(
                meter.elapsed(times.finishedNanos() - times.startedNanos() - times.stoveNanos()));
    }

    /// Computes on a stove.
    void computeOnStove(Computation computation) throws Exception {
        takeStove();
        try {
            compute(computation);
        } finally {
            giveStove();
        }
    }

    /// Computes without a stove.
    void compute(Computation computation) throws Exception {
        CpuMeter.Reading reading = reading();
        meter.begin(reading, System.nanoTime(), times.stoveNanos());
        try {
            switch (computation) {
                case Computation.Amount(Duration cpuTime) ->
                        CpuWork.burn(rate().unitsFor(cpuTime), checkpointOnSlices());
                case Computation.Code code -> code.run(attempt.arguments(), this);
            }
        } finally {
            times.addCpu(meter.end(reading, System.nanoTime(), times.stoveNanos()));
        }
    }

    /// Makes the result, on a stove, without measuring how long it computes.
    Outcome resultUnmeasured() throws Exception {
        takeStove();
        try {
            return checked(attempt.recipe().result(attempt.arguments(), this));
        } finally {
            giveStove();
        }
    }

    /// Makes the result, on a stove.
    Outcome result() throws Exception {
        takeStove();
        try {
            CpuMeter.Reading reading = reading();
            meter.begin(reading, System.nanoTime(), times.stoveNanos());
            try {
                return checked(attempt.recipe().result(attempt.arguments(), this));
            } finally {
                times.addCpu(meter.end(reading, System.nanoTime(), times.stoveNanos()));
            }
        } finally {
            giveStove();
        }
    }

    /// The outcome of an attempt that ended with this, had it not been told to stop.
    Outcome outcomeOf(Throwable thrown) {
        if (thrown instanceof JobStoppedException && attempt.wasInterruptedFromOutside()) {
            return Outcome.CANCELLED;
        }
        if (thrown instanceof InterruptedException && !attempt.mustStop()) {
            attempt.noteInterruptFromOutside();
        }
        return new Outcome.Failed(FailureText.of(thrown), attempt.origin());
    }

    private Outcome checked(@Nullable Value value) {
        if (value != null && value.type() == attempt.recipe().resultType()) {
            return succeededWith(value);
        }
        String given = value == null ? "null" : value.type().phrase() + ": " + value;
        return new Outcome.Failed(
                FailureText.oneLine(
                        "%s must give %s, gave %s"
                                .formatted(
                                        attempt.recipe().name(),
                                        attempt.recipe().resultType().phrase(),
                                        given)),
                attempt.origin());
    }

    @SuppressWarnings("ReferenceEquality") // comparing long texts would cost more than an outcome
    private Outcome succeededWith(Value value) {
        Outcome.Succeeded last = succeeded;
        if (last == null || last.value() != value) {
            last = new Outcome.Succeeded(value);
            succeeded = last;
        }
        return last;
    }

    private CpuMeter.Reading reading() {
        CpuMeter.Reading known = lastReading;
        if (known == null) {
            known = new CpuMeter.Reading();
            lastReading = known;
        }
        return known;
    }

    private Runnable checkpointOnSlices() {
        Runnable known = checkpoint;
        if (known == null) {
            known = this::checkpoint;
            checkpoint = known;
        }
        return known;
    }

    private Calibration rate() {
        Calibration known = rate;
        if (known == null) {
            double given = attempt.workUnitsPerSecond();
            known = given > 0 ? new Calibration(given) : CpuWork.calibration();
            rate = known;
        }
        return known;
    }

    private void takeStove() throws InterruptedException {
        attempt.goesTo(JobStage.STOVE);
        times.addStove(turn.acquire());
        attempt.goesTo(JobStage.CPU);
    }

    private void giveStove() {
        if (turn.isHolding()) {
            turn.release();
        }
    }
}
