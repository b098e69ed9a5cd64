package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.value.Row;

import java.util.List;

/// A lease of the jobs of a batch: at its worker they are run one after the other, and their ends
/// are kept until the dispatcher says that they count.
final class KitchenLease implements SimulatedJobs {

    private static final Ended[] NONE = {};

    private final Command.Assign assign;
    private final HandedBatch batch;

    // Of the batch, for every job.
    private final SimulatedJobs jobs;
    private final int first;

    private final long assigned;

    /// None as long as none has.
    private Ended[] ended = NONE;

    private int endedJobs;

    private long received;

    private record Ended(Outcome outcome, SimulatedTimes times) {}

    /// @param assigned when it was given
    KitchenLease(Command.Assign assign, HandedBatch batch, long assigned) {
        this.assign = assign;
        this.batch = batch;
        this.jobs = batch.jobs();
        this.first = batch.first();
        this.assigned = assigned;
    }

    /// It came to its worker.
    void received(long now) {
        received = now;
    }

    /// The batch that its jobs are of.
    HandedBatch batch() {
        return batch;
    }

    /// How the last of its jobs that ended did so.
    Outcome lastOutcome() {
        return ended[endedJobs - 1].outcome;
    }

    /// How long the last of its jobs that ended ran.
    long lastTook() {
        SimulatedTimes times = ended[endedJobs - 1].times;
        return times.finished - times.started;
    }

    @Override
    public Recipe recipe() {
        return jobs.recipe();
    }

    @Override
    public long seed() {
        return jobs.seed();
    }

    @Override
    public Row arguments(int job) {
        return jobs.arguments(job);
    }

    @Override
    public List<Step> steps(int job, JobRandom random) {
        return jobs.steps(job, random);
    }

    @Override
    public String describe(int job) {
        return jobs.describe(job);
    }

    @Override
    public void ended(int job, Outcome outcome, SimulatedTimes times, String worker) {
        times.assigned = assigned;
        times.received = received;
        times.attempt = assign.attempt();
        if (endedJobs == 0) {
            ended = new Ended[assign.count()];
        }
        ended[endedJobs++] = new Ended(outcome, times);
    }

    /// The outcome of a job counts as it was reported.
    ///
    /// @param job position in the batch
    void deliver(int job, long now) {
        tell(job, ended(job).outcome, now);
    }

    /// The outcome of a job is this one.
    ///
    /// @param job position in the batch
    void deliver(int job, Outcome outcome, long now) {
        tell(job, outcome, now);
    }

    private Ended ended(int job) {
        return ended[job - assign.first()];
    }

    private void tell(int job, Outcome outcome, long now) {
        SimulatedTimes times = ended(job).times;
        times.delivered = now;
        jobs.ended(first + job, outcome, times, assign.worker());
    }
}
