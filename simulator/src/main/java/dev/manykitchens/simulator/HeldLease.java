package dev.manykitchens.simulator;

import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.dispatch.Input;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A lease at the worker that holds it: how far it is, and what is done and not reported.
final class HeldLease {

    private final Command.Assign assignment;
    private final Set<Integer> unwanted = new HashSet<>();
    private boolean allUnwanted;

    private int next;
    private int reported;
    private long busyNanos;
    private List<Input.JobFailure> failures = new ArrayList<>();
    private long turn;

    HeldLease(Command.Assign assignment) {
        this.assignment = assignment;
        next = assignment.first();
        reported = assignment.first();
    }

    Command.Assign assignment() {
        return assignment;
    }

    /// The job to run now.
    int next() {
        return next;
    }

    boolean isDone() {
        return next == assignment.first() + assignment.count();
    }

    boolean hasNews() {
        return next > reported;
    }

    /// Marks jobs as not wanted any more; none named means all.
    void cancel(List<Integer> jobs) {
        unwanted.addAll(jobs);
        allUnwanted |= jobs.isEmpty();
    }

    boolean isUnwanted(int job) {
        return allUnwanted || unwanted.contains(job);
    }

    /// Moves on to the job behind this one.
    void ended(long tookNanos) {
        next++;
        turn++;
        busyNanos += tookNanos;
    }

    void failed(Input.JobFailure failure) {
        failures.add(failure);
    }

    /// Names the job that runs now, so that what belongs to an earlier one is recognised.
    long turn() {
        return turn;
    }

    /// The jobs done and not reported before, as the worker reports them.
    Input.ResultsReceived report(String worker) {
        Input.ResultsReceived report =
                new Input.ResultsReceived(
                        worker, assignment.lease(), reported, next - reported, failures, busyNanos);
        reported = next;
        busyNanos = 0;
        failures = new ArrayList<>();
        return report;
    }
}
