package dev.manykitchens.benchmarks.dispatch;

import dev.manykitchens.coordinator.link.Adjustment;
import dev.manykitchens.coordinator.link.BatchTold;
import dev.manykitchens.coordinator.link.Greeting;
import dev.manykitchens.coordinator.link.WorkerLink;
import dev.manykitchens.coordinator.link.WorkerListener;
import dev.manykitchens.coordinator.link.WorkerMessage;
import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.value.Column;

import java.util.List;
import java.util.function.BooleanSupplier;

/// A worker without a process or a stream: says at once that every job is done, and how long each
/// is said to have taken. Confined to the coordinator's loop.
final class AnsweringLink implements WorkerLink {

    /// What a worker of one thread offers: a chunk that runs and one that waits.
    private static final long CREDITS = 2;

    private final WorkerListener inbox;
    private final long jobNanos;
    private final BooleanSupplier silent;
    private long credits = CREDITS;

    /// @param jobNanos how long each job is said to have taken
    /// @param silent whether it takes jobs and says nothing
    AnsweringLink(WorkerListener inbox, long jobNanos, BooleanSupplier silent) {
        this.inbox = inbox;
        this.jobNanos = jobNanos;
        this.silent = silent;
    }

    @Override
    public void welcome(Greeting greeting) {
        say(new WorkerMessage.CreditsTotal(credits));
    }

    @Override
    public void assign(Command.Assign assign, BatchTold told, Portion portion) {
        if (silent.getAsBoolean()) {
            return;
        }
        int count = assign.count();
        long[] started = new long[count];
        long[] ran = new long[count];
        for (int job = 0; job < count; job++) {
            started[job] = jobNanos * job;
            ran[job] = jobNanos;
        }
        long[] none = new long[count];
        long now = System.nanoTime();
        credits++;
        say(
                new WorkerMessage.ResultsSent(
                        assign.lease(),
                        assign.first(),
                        count,
                        Column.ofLongs(new long[count]),
                        List.of(),
                        new WorkerMessage.JobTimes(started, 0, ran, none, none, none, none),
                        List.of(),
                        now,
                        now,
                        credits,
                        0));
    }

    private void say(WorkerMessage message) {
        inbox.said(this, message, System.nanoTime());
    }

    @Override
    public void cancel(long lease, List<Integer> jobs) {}

    @Override
    public void drain(String reason) {}

    @Override
    public void adjust(Adjustment adjustment) {}

    @Override
    public void halt(String reason) {}

    @Override
    public void echo(long sentNanos, long heardNanos, long resultsHeard) {}

    @Override
    public void grant(long ticket) {}

    @Override
    public void refuse(long ticket, String reason) {}

    @Override
    public void endBatch(long batch) {}

    @Override
    public void acknowledge() {}

    @Override
    public void complete() {}

    @Override
    public void abort(String reason) {}

    @Override
    public void turnAway(String reason) {}
}
