package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Outcome;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// How leases end and jobs get their outcomes: each job exactly one, however many reports come.
final class Settlement {

    private final Leases leases;
    private final Placement placement;
    private final Map<Long, BatchQueue> batches;
    private final ListeningClock clock;
    private final Outbox out;

    Settlement(
            Leases leases,
            Placement placement,
            Map<Long, BatchQueue> batches,
            ListeningClock clock,
            Outbox out) {
        this.leases = leases;
        this.placement = placement;
        this.batches = batches;
        this.clock = clock;
        this.out = out;
    }

    /// Takes a report, or drops it when its lease is not valid or it is not the next part.
    void report(Input.ResultsReceived report) {
        Lease lease = leases.heldBy(report.worker(), report.lease());
        if (lease == null || !lease.continuesWith(report) || !failuresFit(report)) {
            out.add(new Command.Drop(report.worker(), report.lease()));
            out.announce(
                    new RunEvent.ResultsDropped(
                            clock.now(), report.lease(), report.worker(), report.jobs()));
            return;
        }
        BatchQueue batch = lease.batch();
        lease.reported(report.jobs());
        batch.sizer().observe(report.jobs(), report.serviceNanos());
        if (batch.isFinished()) {
            out.add(new Command.Drop(report.worker(), report.lease()));
        } else {
            deliver(lease, report);
        }
        if (lease.isComplete()) {
            batch.sizer().finished(lease.chunk().count());
            close(lease);
        }
        placement.refresh(batch);
        finishIfDone(batch);
    }

    private void deliver(Lease lease, Input.ResultsReceived report) {
        BatchQueue batch = lease.batch();
        int[] wanted = new int[report.jobs()];
        int count = 0;
        List<Input.JobFailure> failures = report.failures();
        int failure = 0;
        for (int job = report.first(); job < report.first() + report.jobs(); job++) {
            boolean failed = failure < failures.size() && failures.get(failure).job() == job;
            if (failed) {
                failure++;
            } else if (!batch.isSettled(job)) {
                wanted[count++] = job;
                batch.succeed(job);
            }
        }
        int[] fitting = count == wanted.length ? wanted : Arrays.copyOf(wanted, count);
        out.add(
                new Command.Deliver(
                        lease.number(), batch.number(), report.first(), report.jobs(), fitting));
        for (Input.JobFailure failed : failures) {
            if (!batch.isSettled(failed.job())) {
                batch.fail(failed.job());
                giveOutcome(lease.number(), batch, failed.job(), 1, failed.outcome());
            }
        }
    }

    private static boolean failuresFit(Input.ResultsReceived report) {
        int after = report.first() - 1;
        for (Input.JobFailure failure : report.failures()) {
            if (failure.job() <= after || failure.job() >= report.first() + report.jobs()) {
                return false;
            }
            after = failure.job();
        }
        return true;
    }

    /// Cancels one job, waiting or running.
    void cancel(BatchQueue batch, int job) {
        if (batch.isSettled(job)) {
            return;
        }
        Map.Entry<Integer, Lease> below = batch.running().floorEntry(job);
        Lease lease = below == null ? null : below.getValue();
        if (lease != null && lease.expected() <= job && job < lease.chunk().end()) {
            batch.fail(job);
            out.add(new Command.CancelJobs(lease.worker().name(), lease.number(), List.of(job)));
        } else {
            batch.failQueued(job);
        }
        giveOutcome(0, batch, job, 1, Outcome.CANCELLED);
        placement.refresh(batch);
        finishIfDone(batch);
    }

    /// Gives every job of the batch that has no outcome this one.
    void settleAll(BatchQueue batch, Outcome outcome) {
        List<Range> open = batch.unsettled(0, batch.jobs(), 1, false);
        batch.failAll();
        for (Lease lease : batch.running().values()) {
            out.add(new Command.CancelJobs(lease.worker().name(), lease.number(), List.of()));
        }
        open.forEach(range -> giveOutcome(0, batch, range.first(), range.count(), outcome));
        finishIfDone(batch);
    }

    /// Ends a lease whose worker does not say any more that it has it; its jobs go back, not
    /// counted.
    void expire(Lease lease) {
        WorkerEntry worker = lease.worker();
        if (!lease.wasNamed()) {
            worker.refund();
        }
        worker.ghosts().add(lease.number());
        requeue(lease);
    }

    /// Ends a lease; its unfinished jobs go back to the front as they are.
    void requeue(Lease lease) {
        close(lease);
        Range chunk = lease.chunk();
        putBack(
                lease,
                lease.batch()
                        .unsettled(lease.expected(), chunk.end(), chunk.attempt(), chunk.solo()),
                false);
    }

    /// Ends a lease whose worker died; its unfinished jobs go back to the front, each alone, unless
    /// this was their last attempt.
    void requeueAfterDeath(Lease lease, String lastWords) {
        close(lease);
        Range chunk = lease.chunk();
        BatchQueue batch = lease.batch();
        List<Range> open =
                batch.unsettled(lease.expected(), chunk.end(), chunk.attempt() + 1, true);
        if (chunk.attempt() < batch.attempts()) {
            putBack(lease, open, true);
            return;
        }
        Outcome outcome =
                new Outcome.WorkerLost(
                        lostMessage(chunk.attempt(), lastWords),
                        lease.worker().origin(chunk.attempt()));
        for (Range range : open) {
            for (int job = range.first(); job < range.end(); job++) {
                batch.fail(job);
                giveOutcome(0, batch, job, 1, outcome);
            }
        }
        finishIfDone(batch);
    }

    private static String lostMessage(int attempts, String lastWords) {
        return "a job must leave its worker alive, this one's died in "
                + (attempts == 1 ? "its only attempt" : "each of its " + attempts + " attempts")
                + "; last words: "
                + lastWords
                + "; look for System.exit, native code or too much memory in the job, or allow more attempts";
    }

    private void putBack(Lease lease, List<Range> open, boolean counted) {
        BatchQueue batch = lease.batch();
        for (Range range : open.reversed()) {
            batch.putBack(range);
        }
        for (Range range : open) {
            out.announce(
                    new RunEvent.JobsRequeued(
                            clock.now(),
                            lease.number(),
                            lease.worker().name(),
                            batch.number(),
                            range.first(),
                            range.count(),
                            counted));
        }
        placement.refresh(batch);
    }

    private void close(Lease lease) {
        leases.close(lease);
        out.add(new Command.ForgetLease(lease.number()));
        placement.closed(lease);
    }

    private void giveOutcome(long lease, BatchQueue batch, int first, int count, Outcome outcome) {
        out.add(new Command.DeliverOutcome(lease, batch.number(), first, count, outcome));
        if (outcome.kind() != Outcome.Kind.CANCELLED) {
            out.announce(new RunEvent.JobFailed(clock.now(), batch.number(), first, outcome));
        }
    }

    /// Ends the batch when every job has its outcome.
    void finishIfDone(BatchQueue batch) {
        if (batch.isFinished() && batches.remove(batch.number(), batch)) {
            placement.refresh(batch);
            batch.lane().submitter().finished(batch);
            out.announce(
                    new RunEvent.BatchFinished(
                            clock.now(), batch.number(), batch.succeeded(), batch.failed()));
            out.add(new Command.FinishBatch(batch.number()));
        }
    }
}
