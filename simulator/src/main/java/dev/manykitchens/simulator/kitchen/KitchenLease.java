package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.value.Row;

import java.util.ArrayList;
import java.util.List;

/// A lease at the worker that has it: its jobs are run one after the other, and their ends are kept
/// until the dispatcher says that they count.
final class KitchenLease implements JobSupply {

    private final Command.Assign assign;
    private final JobSupply supply;
    private final int offset;
    private final long assigned;
    private final List<Ended> ended;
    private final List<Input.JobFailure> failures = new ArrayList<>(0);
    private int begun;
    private long busyNanos;

    private record Ended(Outcome outcome, SimulatedTimes times, SimulatedKitchen kitchen) {}

    /// @param offset the supply's number of the first job of the batch
    /// @param assigned when it was given
    KitchenLease(Command.Assign assign, JobSupply supply, int offset, long assigned) {
        this.assign = assign;
        this.supply = supply;
        this.offset = offset;
        this.assigned = assigned;
        this.ended = new ArrayList<>(assign.count());
    }

    @Override
    public boolean hasNext() {
        return begun < assign.count();
    }

    @Override
    public int next() {
        return offset + assign.first() + begun++;
    }

    @Override
    public int remaining() {
        return assign.count() - begun;
    }

    @Override
    public Recipe recipe() {
        return supply.recipe();
    }

    @Override
    public long seed() {
        return supply.seed();
    }

    @Override
    public Row arguments(int job) {
        return supply.arguments(job);
    }

    @Override
    public List<Step> steps(int job, JobRandom random) {
        return supply.steps(job, random);
    }

    @Override
    public String describe(int job) {
        return supply.describe(job);
    }

    @Override
    public void ended(int job, Outcome outcome, SimulatedTimes times, SimulatedKitchen kitchen) {
        times.assigned = assigned;
        busyNanos += times.finished - times.started;
        ended.add(new Ended(outcome, times, kitchen));
        if (outcome.kind() != Outcome.Kind.SUCCEEDED) {
            failures.add(new Input.JobFailure(job - offset, outcome));
        }
    }

    /// What a worker reports when all of it is done.
    Input report() {
        return new Input.ResultsReceived(
                assign.worker(),
                assign.lease(),
                assign.first(),
                assign.count(),
                failures,
                busyNanos);
    }

    /// The outcome of a job counts as it was reported.
    ///
    /// @param job position in the batch
    void deliver(int job, long now) {
        Ended its = ended.get(job - assign.first());
        tell(job, its, its.outcome, now);
    }

    /// The outcome of a job is this one.
    ///
    /// @param job position in the batch
    void deliver(int job, Outcome outcome, long now) {
        tell(job, ended.get(job - assign.first()), outcome, now);
    }

    private void tell(int job, Ended its, Outcome outcome, long now) {
        its.times.delivered = now;
        supply.ended(offset + job, outcome, its.times, its.kitchen);
    }
}
