package dev.manykitchens.simulator;

import dev.manykitchens.core.dispatch.Command;

/// What the referee knows of a valid lease.
final class LeaseBook {

    private final Command.Assign assignment;
    private final boolean alone;
    private int reported;
    private long renewedAt;
    private long startedAt;

    LeaseBook(Command.Assign assignment, boolean alone, long nowNanos) {
        this.assignment = assignment;
        this.alone = alone;
        reported = assignment.first();
        renewedAt = nowNanos;
        startedAt = nowNanos;
    }

    Command.Assign assignment() {
        return assignment;
    }

    /// Whether nothing may run beside it.
    boolean isAlone() {
        return alone;
    }

    /// The first job not reported.
    int reported() {
        return reported;
    }

    void report(int jobs, long nowNanos) {
        reported += jobs;
        startedAt = nowNanos;
    }

    boolean holds(long batch, int job) {
        return assignment.batch() == batch && reported <= job && job < end();
    }

    /// Since when it runs what is left of it.
    long startedAt() {
        return startedAt;
    }

    int end() {
        return assignment.first() + assignment.count();
    }

    boolean isComplete() {
        return reported == end();
    }

    long renewedAt() {
        return renewedAt;
    }

    void renew(long nowNanos) {
        renewedAt = nowNanos;
    }
}
