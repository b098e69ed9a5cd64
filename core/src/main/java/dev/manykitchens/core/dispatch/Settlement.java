package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Outcome;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How jobs get their outcomes: each job exactly one, however many reports come.
final class Settlement {

    private final Leases leases;
    private final Placement placement;
    private final UnfinishedBatches batches;
    private final ListeningClock clock;
    private final Outbox out;

    Settlement(
            Leases leases,
            Placement placement,
            UnfinishedBatches batches,
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
        batch.copies().leave(lease);
        lease.reported(report.jobs(), clock.listened());
        batch.sizer().observe(report.jobs(), report.serviceNanos());
        if (batch.isFinished()) {
            out.add(new Command.Drop(report.worker(), report.lease()));
        } else if (deliver(lease, report)) {
            batch.copies().observe(report.jobs(), report.serviceNanos());
        }
        if (lease.isComplete()) {
            batch.sizer().finished(lease.chunk().count());
            close(lease);
        } else {
            batch.copies().refresh(lease);
        }
        placement.refresh(batch);
        finishIfDone(batch);
    }

    /// Whether anything of the report was news.
    private boolean deliver(Lease lease, Input.ResultsReceived report) {
        BatchQueue batch = lease.batch();
        int[] wanted = succeed(batch, report);
        out.add(
                new Command.Deliver(
                        lease.number(), batch.number(), report.first(), report.jobs(), wanted));
        boolean news = wanted.length > 0;
        for (Input.JobFailure failed : report.failures()) {
            if (!batch.isSettled(failed.job())) {
                news = true;
                batch.fail(failed.job());
                giveOutcome(lease.number(), batch, failed.job(), 1, failed.outcome());
                stopOthers(batch, failed.job(), lease);
            }
        }
        if (!batch.copies().concernNone()) {
            for (int job : wanted) {
                stopOthers(batch, job, lease);
            }
        }
        return news;
    }

    /// Notes which jobs have their result by this report.
    ///
    /// @return their positions, ascending
    private static int[] succeed(BatchQueue batch, Input.ResultsReceived report) {
        int first = report.first();
        List<Input.JobFailure> failures = report.failures();
        if (failures.isEmpty() && batch.isUnsettled(first, report.jobs())) {
            batch.succeedAll(first, report.jobs());
            int[] all = new int[report.jobs()];
            Arrays.setAll(all, i -> first + i);
            return all;
        }
        int[] wanted = new int[report.jobs()];
        int count = 0;
        int failure = 0;
        for (int job = first; job < first + report.jobs(); job++) {
            boolean failed = failure < failures.size() && failures.get(failure).job() == job;
            if (failed) {
                failure++;
            } else if (!batch.isSettled(job)) {
                wanted[count++] = job;
                batch.succeed(job);
            }
        }
        return Arrays.copyOf(wanted, count);
    }

    /// A job has its outcome: whoever else runs it is told to stop.
    ///
    /// @param lease the lease that gave the outcome; null when none did
    private void stopOthers(BatchQueue batch, int job, @Nullable Lease lease) {
        Copies copies = batch.copies();
        if (lease != null && !copies.concern(job)) {
            return;
        }
        copies.forget(job);
        stop(batch.leaseOf(job), job, lease);
        stop(copies.of(job), job, lease);
    }

    private void stop(@Nullable Lease lease, int job, @Nullable Lease but) {
        if (lease != null && lease != but) {
            out.add(new Command.CancelJobs(lease.worker().name(), lease.number(), List.of(job)));
            lease.batch().copies().refresh(lease);
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
        if (batch.leaseOf(job) == null) {
            batch.failQueued(job);
        } else {
            batch.fail(job);
            stopOthers(batch, job, null);
        }
        giveOutcome(0, batch, job, 1, Outcome.CANCELLED);
        placement.refresh(batch);
        finishIfDone(batch);
    }

    /// Gives every job of the batch that has no outcome this one.
    void settleAll(BatchQueue batch, Outcome outcome) {
        List<Range> open = batch.unsettled(0, batch.jobs(), 1, false);
        batch.failAll();
        batch.running().all().forEach(this::stopAll);
        batch.copies().running().values().forEach(this::stopAll);
        open.forEach(range -> giveOutcome(0, batch, range.first(), range.count(), outcome));
        finishIfDone(batch);
    }

    private void stopAll(Lease lease) {
        out.add(new Command.CancelJobs(lease.worker().name(), lease.number(), List.of()));
    }

    /// Tells a worker that is here again to stop what was cancelled while it may not have heard.
    void stopSettled(Lease lease) {
        List<Integer> settled = new ArrayList<>();
        for (int job = lease.expected(); job < lease.chunk().end(); job++) {
            if (lease.batch().isSettled(job)) {
                settled.add(job);
            }
        }
        boolean all = settled.size() == lease.chunk().end() - lease.expected();
        if (!settled.isEmpty()) {
            out.add(
                    new Command.CancelJobs(
                            lease.worker().name(), lease.number(), all ? List.of() : settled));
        }
    }

    /// Ends a lease whose worker does not say any more that it has it; its jobs go back, not
    /// counted.
    void expire(Lease lease) {
        WorkerEntry worker = lease.worker();
        if (!lease.wasNamed()) {
            worker.refund();
        }
        worker.haunt(lease.number());
        requeue(lease);
    }

    /// Ends a lease; its unfinished jobs go back to the front as they are.
    void requeue(Lease lease) {
        end(lease, false, "");
    }

    /// Ends a lease whose worker died; its unfinished jobs go back to the front, each alone, unless
    /// this was their last attempt.
    void requeueAfterDeath(Lease lease, String lastWords) {
        end(lease, true, lastWords);
    }

    private void end(Lease lease, boolean died, String lastWords) {
        BatchQueue batch = lease.batch();
        List<Leftover> left = Leftover.of(lease, died);
        close(lease);
        for (Leftover leftover : left.reversed()) {
            if (leftover.isToBeRunAgain(batch)) {
                batch.putBack(leftover.again());
            }
        }
        for (Leftover leftover : left) {
            if (leftover.isToBeRunAgain(batch)) {
                announce(lease, leftover);
            } else {
                fail(lease, leftover, lastWords);
            }
        }
        placement.refresh(batch);
        finishIfDone(batch);
    }

    private void fail(Lease lease, Leftover leftover, String lastWords) {
        BatchQueue batch = lease.batch();
        int attempt = lease.chunk().attempt();
        Outcome outcome =
                new Outcome.WorkerLost(
                        lostMessage(attempt, lastWords), lease.worker().origin(attempt));
        for (int job = leftover.first(); job < leftover.end(); job++) {
            batch.fail(job);
            giveOutcome(0, batch, job, 1, outcome);
        }
    }

    private static String lostMessage(int attempts, String lastWords) {
        return "a job must leave its worker alive, this one's died in "
                + (attempts == 1 ? "its only attempt" : "each of its " + attempts + " attempts")
                + "; last words: "
                + lastWords
                + "; "
                + Outcome.WorkerLost.WHAT_TO_DO;
    }

    private void announce(Lease lease, Leftover leftover) {
        out.announce(
                new RunEvent.JobsRequeued(
                        clock.now(),
                        lease.number(),
                        lease.worker().name(),
                        lease.batch().number(),
                        leftover.first(),
                        leftover.count(),
                        leftover.counted()));
    }

    private void close(Lease lease) {
        leases.close(lease);
        out.add(new Command.ForgetLease(lease.number()));
        placement.closed(lease);
    }

    private void giveOutcome(long lease, BatchQueue batch, int first, int count, Outcome outcome) {
        out.add(new Command.DeliverOutcome(lease, batch.number(), first, count, outcome));
        if (!outcome.kind().isCancellation()) {
            out.announce(new RunEvent.JobFailed(clock.now(), batch.number(), first, outcome));
        }
    }

    /// Ends the batch when every job has its outcome.
    void finishIfDone(BatchQueue batch) {
        if (batch.isFinished() && batches.remove(batch)) {
            placement.refresh(batch);
            batch.lane().submitter().finished(batch);
            if (out.tellsProgress()) {
                out.announce(
                        new RunEvent.BatchFinished(
                                clock.now(), batch.number(), batch.succeeded(), batch.failed()));
            }
            out.add(new Command.FinishBatch(batch.number()));
        }
    }
}
