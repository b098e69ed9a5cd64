package dev.manykitchens.coordinator.client;

import dev.manykitchens.coordinator.link.BatchTerms;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.value.Column;

import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A batch that was submitted to a cluster and is not finished: what of it is known here, however
/// many streams it takes. Each job's outcome is passed on once, and its times are told once.
///
/// Confined to the pool's loop, except that the listener is called elsewhere.
final class ClientBatch {

    private final long id;
    private final Batch batch;
    private final double unitsPerSecond;
    private final long submittedNanos;
    private final BatchListener listener;
    private final BatchTerms terms;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final CompletableFuture<SubmittedBatch> kept = new CompletableFuture<>();

    /// On how many streams it was started.
    private int starts;

    /// Whether the stream broke on which it was started last, and it is not known whether the
    /// coordinator still has it.
    private boolean inDoubt;

    /// The jobs whose outcome was passed on.
    private final BitSet settled = new BitSet();

    /// The jobs whose times were told.
    private final BitSet timed = new BitSet();

    /// The jobs that were given to a worker on the stream that is open, or was last.
    private final BitSet given = new BitSet();

    /// Of the settled ones, those that succeeded.
    private final BitSet succeeded = new BitSet();

    /// Of the settled ones, those that neither succeeded nor were cancelled.
    private final BitSet failed = new BitSet();

    /// One that ends with its client, and is found by nobody else.
    ClientBatch(
            long id,
            Batch batch,
            double unitsPerSecond,
            long submittedNanos,
            BatchListener listener) {
        this(id, batch, unitsPerSecond, submittedNanos, listener, BatchTerms.USUAL);
    }

    ClientBatch(
            long id,
            Batch batch,
            double unitsPerSecond,
            long submittedNanos,
            BatchListener listener,
            BatchTerms terms) {
        this.id = id;
        this.batch = batch;
        this.unitsPerSecond = unitsPerSecond;
        this.submittedNanos = submittedNanos;
        this.listener = listener;
        this.terms = terms;
    }

    long id() {
        return id;
    }

    Batch batch() {
        return batch;
    }

    double unitsPerSecond() {
        return unitsPerSecond;
    }

    BatchListener listener() {
        return listener;
    }

    CompletableFuture<Void> done() {
        return done;
    }

    /// Completes when the batch is on disk at the coordinator; with the reason, an
    /// `IllegalStateException`, when it never will be. Never of a batch that ends with its client.
    CompletableFuture<SubmittedBatch> kept() {
        return kept;
    }

    /// How it is handed in on a stream now: where batches are kept, one that was handed in before
    /// may still be there.
    ///
    /// @param keeps whether the coordinator keeps batches
    BatchTerms start(boolean keeps) {
        boolean waits = terms.waits() || (keeps && starts > 0);
        starts++;
        return new BatchTerms(terms.key(), terms.detached(), waits);
    }

    boolean isStarted() {
        return starts > 0;
    }

    /// Notes that it is on disk at the coordinator.
    ///
    /// @param number the coordinator's number for it
    /// @param resumed whether it was there when it was started last
    void keep(long number, boolean resumed) {
        boolean _ = kept.complete(new SubmittedBatch(number, resumed && starts == 1));
    }

    boolean isDetached() {
        return terms.detached();
    }

    /// Notes that the stream broke, and that the coordinator may still have the batch.
    void doubt() {
        inDoubt |= starts > 0;
    }

    /// It is known whether the coordinator still has the batch; whether it had been in doubt.
    boolean resolve() {
        boolean was = inDoubt;
        inDoubt = false;
        return was;
    }

    BitSet settled() {
        return settled;
    }

    boolean isSettled() {
        return settled.cardinality() == batch.size();
    }

    int succeeded() {
        return succeeded.cardinality();
    }

    int notSucceeded() {
        return batch.size() - succeeded();
    }

    /// A run of jobs.
    record Run(int first, int count) {}

    /// Whether such jobs are of this batch.
    boolean has(int first, int count) {
        return first >= 0 && count >= 1 && count <= batch.size() - first;
    }

    /// Takes in results; what of them is to be passed on, as one column or as its parts.
    ///
    /// @param take gets each run of jobs that had no outcome, with its results
    void succeed(int first, Column results, RunOfResults take) {
        int end = first + results.size();
        for (int from = settled.nextClearBit(first);
                from < end;
                from = settled.nextClearBit(from)) {
            int to = nextSettled(from, end);
            settled.set(from, to);
            succeeded.set(from, to);
            take.take(from, results.slice(from - first, to - first));
        }
    }

    /// Results of jobs that had none.
    interface RunOfResults {
        void take(int first, Column results);
    }

    /// Takes in that jobs ended in another way; the first run of them that had no outcome, if any.
    Optional<Run> end(int first, int count, Outcome.Kind kind) {
        int end = first + count;
        int from = settled.nextClearBit(first);
        if (from >= end) {
            return Optional.empty();
        }
        int to = nextSettled(from, end);
        settled.set(from, to);
        if (kind != Outcome.Kind.CANCELLED) {
            failed.set(from, to);
        }
        return Optional.of(new Run(from, to - from));
    }

    private int nextSettled(int from, int end) {
        int next = settled.nextSetBit(from);
        return next < 0 ? end : Math.min(next, end);
    }

    /// Notes that jobs were given to a worker.
    void give(int first, int count) {
        given.set(first, first + count);
    }

    /// Notes that nothing is left of what was started; the jobs that had been given to a worker and
    /// have to run again.
    BitSet loseGiven() {
        BitSet again = (BitSet) given.clone();
        again.andNot(settled);
        given.clear();
        return again;
    }

    /// How a job ended, as far as is known here; `told` where nothing else is. A coordinator that
    /// was handed a batch again says of the jobs that had ended that they were cancelled.
    private Outcome.Kind kindOf(int job, Outcome.Kind told) {
        if (succeeded.get(job)) {
            return Outcome.Kind.SUCCEEDED;
        }
        return told == Outcome.Kind.CANCELLED && failed.get(job) ? Outcome.Kind.FAILED : told;
    }

    /// The event with the rows that were not told before, and with times that fit together: the
    /// batch was submitted here, and outcomes are known here, now. Empty when nothing is left.
    Optional<RunEvent.JobsFinished> firstTold(RunEvent.JobsFinished event, long nowNanos) {
        JobColumns jobs = event.jobs();
        int rows = 0;
        for (int row = 0; row < jobs.size(); row++) {
            int job = jobs.job()[row];
            if (has(job, 1) && !timed.get(job)) {
                timed.set(job);
                copy(jobs, row, rows++, nowNanos);
            }
        }
        return rows == 0
                ? Optional.empty()
                : Optional.of(
                        new RunEvent.JobsFinished(nowNanos, id, event.worker(), jobs.head(rows)));
    }

    /// The clocks are aligned to within an error; the sequence of the stages has none.
    private void copy(JobColumns jobs, int from, int to, long nowNanos) {
        jobs.job()[to] = jobs.job()[from];
        jobs.attempt()[to] = Math.max(1, jobs.attempt()[from]);
        jobs.kind()[to] = kindOf(jobs.job()[from], jobs.kindOf(from)).code();
        jobs.submitted()[to] = submittedNanos;
        jobs.delivered()[to] = Math.max(nowNanos, submittedNanos);
        long before = submittedNanos;
        for (long[] stage :
                new long[][] {
                    jobs.assigned(), jobs.sent(), jobs.received(), jobs.started(), jobs.finished()
                }) {
            before = Math.clamp(stage[from], before, jobs.delivered()[to]);
            stage[to] = before;
        }
        jobs.stoveNanos()[to] = jobs.stoveNanos()[from];
        jobs.cpuNanos()[to] = jobs.cpuNanos()[from];
        jobs.waitNanos()[to] = jobs.waitNanos()[from];
        jobs.resourceNanos()[to] = jobs.resourceNanos()[from];
    }

    /// The jobs whose times were not told, as runs, when the batch ends without any: they are told
    /// then.
    ///
    /// @param kind how those ended of which nothing is known
    Optional<Untold> untold(Outcome.Kind kind) {
        int first = timed.nextClearBit(0);
        if (first >= batch.size()) {
            return Optional.empty();
        }
        Outcome.Kind same = kindOf(first, kind);
        int end = first + 1;
        while (end < batch.size() && !timed.get(end) && kindOf(end, kind) == same) {
            end++;
        }
        timed.set(first, end);
        return Optional.of(new Untold(first, end - first, same));
    }

    /// A run of jobs that ended in one way.
    record Untold(int first, int count, Outcome.Kind kind) {}

    long submittedNanos() {
        return submittedNanos;
    }

    /// Tells the listener, on the calling thread.
    void tellEnded(Run run, Outcome outcome) {
        for (int job = run.first(); job < run.first() + run.count(); job++) {
            listener.ended(job, outcome);
        }
    }
}
