package dev.manykitchens.simulator;

import dev.manykitchens.core.collection.Chain;
import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.job.Outcome;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A lease at the worker that holds it: how far it is, and what is done and not reported.
final class HeldLease implements Workplace.JobEnd {

    /// Hears of the ends of jobs that are wanted.
    @FunctionalInterface
    interface Holder {
        void ended(HeldLease lease, @Nullable Outcome failure, long tookNanos);
    }

    private final Command.Assign assignment;
    private final Holder holder;
    private final Workplace.LeaseWork work;
    private final Chain.Place<HeldLease> place = new Chain.Place<>(this);
    private @Nullable Set<Integer> unwanted;
    private boolean allUnwanted;

    private int next;
    private int reported;
    private long busyNanos;

    /// None as long as there are none.
    private List<Input.JobFailure> failures = List.of();

    /// Whether its jobs are being gone through at this instant.
    private boolean stepping;

    HeldLease(Command.Assign assignment, Workplace workplace, Holder holder) {
        this.assignment = assignment;
        this.holder = holder;
        next = assignment.first();
        reported = assignment.first();
        work = workplace.open(assignment, this);
    }

    /// What comes late of a job that was stopped is passed over.
    @Override
    public void ended(int job, @Nullable Outcome failure, long tookNanos) {
        if (job == next && !isDone()) {
            holder.ended(this, failure, tookNanos);
        }
    }

    long number() {
        return assignment.lease();
    }

    /// Its place among the leases that its worker holds.
    Chain.Place<HeldLease> place() {
        return place;
    }

    Command.Assign assignment() {
        return assignment;
    }

    /// What runs its jobs.
    Workplace.LeaseWork work() {
        return work;
    }

    boolean isStepping() {
        return stepping;
    }

    void stepping(boolean now) {
        stepping = now;
    }

    /// The job to run now.
    int next() {
        return next;
    }

    boolean isDone() {
        return next == assignment.first() + assignment.count();
    }

    /// Marks jobs as not wanted any more; none named means all.
    void cancel(List<Integer> jobs) {
        if (jobs.isEmpty()) {
            allUnwanted = true;
        } else {
            if (unwanted == null) {
                unwanted = new HashSet<>();
            }
            unwanted.addAll(jobs);
        }
    }

    boolean isUnwanted(int job) {
        return allUnwanted || (unwanted != null && unwanted.contains(job));
    }

    /// Moves on to the job behind the one to run now, which ended.
    ///
    /// @param failure how, unless it succeeded
    void moveOn(@Nullable Outcome failure, long tookNanos) {
        if (failure != null) {
            if (failures.isEmpty()) {
                failures = new ArrayList<>();
            }
            failures.add(new Input.JobFailure(next, failure));
        }
        next++;
        busyNanos += tookNanos;
    }

    /// How many jobs are done and not reported.
    int unreported() {
        return next - reported;
    }

    /// The first job that is not reported.
    int firstUnreported() {
        return reported;
    }

    /// The jobs done and not reported before, as the worker reports them.
    Input.ResultsReceived report(String worker) {
        Input.ResultsReceived report =
                new Input.ResultsReceived(
                        worker, assignment.lease(), reported, next - reported, failures, busyNanos);
        reported = next;
        busyNanos = 0;
        failures = List.of();
        return report;
    }
}
