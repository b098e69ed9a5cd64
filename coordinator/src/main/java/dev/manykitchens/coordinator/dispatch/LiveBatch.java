package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.link.BatchTold;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Column;

import java.util.BitSet;
import java.util.concurrent.CompletableFuture;

/// A batch that was submitted and is not finished, with what the dispatcher does not need to know:
/// its arguments and who wants its outcomes. Its state is confined to the loop, except that the
/// listener is called elsewhere.
final class LiveBatch {

    private final long id;
    private final Submission submission;
    private final long submittedNanos;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    /// The jobs whose outcome was delivered: each once, which the dispatcher promises and this
    /// holds.
    private final BitSet delivered = new BitSet();

    /// The jobs before this one were given to a worker at least once.
    private int givenOut;

    /// How many of the others have their outcome all the same.
    private int endedUnbegun;

    private boolean refused;

    private boolean kept;

    private boolean announced;

    LiveBatch(long id, Submission submission, long submittedNanos) {
        this.id = id;
        this.submission = submission;
        this.submittedNanos = submittedNanos;
    }

    /// A batch that another coordinator began.
    ///
    /// @param givenOut the jobs before this one were given to a worker at least once
    static LiveBatch begun(long id, Submission submission, long submittedNanos, int givenOut) {
        LiveBatch live = new LiveBatch(id, submission, submittedNanos);
        live.givenOut = givenOut;
        live.kept = true;
        live.delivered.or(submission.settled());
        live.endedUnbegun =
                live.delivered.get(givenOut, Math.max(givenOut, live.batch().size())).cardinality();
        return live;
    }

    long id() {
        return id;
    }

    Batch batch() {
        return submission.batch();
    }

    BatchTold told() {
        return submission.told();
    }

    long submitter() {
        return submission.submitter();
    }

    /// How it is found again.
    Claim claim() {
        return submission.claim();
    }

    boolean speculates() {
        return submission.speculate();
    }

    /// Whether its jobs were submitted one by one.
    boolean isGathered() {
        return submission.gathered();
    }

    /// Notes that jobs were given to a worker.
    void giveOut(int first, int count) {
        int end = first + count;
        if (end > givenOut) {
            if (endedUnbegun > 0) {
                endedUnbegun -= delivered.get(givenOut, end).cardinality();
            }
            givenOut = end;
        }
    }

    /// How many jobs have neither been given to a worker nor their outcome.
    int waiting() {
        return batch().size() - givenOut - endedUnbegun;
    }

    /// Notes that it is not taken.
    void markRefused() {
        refused = true;
    }

    boolean isRefused() {
        return refused;
    }

    /// Notes that it will be known after a crash, under its number.
    void markKept() {
        kept = true;
    }

    boolean isKept() {
        return kept;
    }

    /// Notes that whoever hears events was told of it; false: that was noted before.
    boolean markAnnounced() {
        boolean first = !announced;
        announced = true;
        return first;
    }

    long submittedNanos() {
        return submittedNanos;
    }

    CompletableFuture<Void> done() {
        return done;
    }

    /// Notes that jobs have their outcome.
    ///
    /// @throws AssertionError when one had it already
    void deliver(int first, int count) {
        int end = first + count;
        int again = delivered.nextSetBit(first);
        if (again >= 0 && again < end) {
            throw new AssertionError(
                    "each outcome must be delivered once, job %d of batch %d had one"
                            .formatted(again, id));
        }
        delivered.set(first, end);
        endedUnbegun += Math.max(0, end - Math.max(first, givenOut));
    }

    /// Whether a job had its outcome before the batch was handed in here again.
    boolean hadEnded(int job) {
        return submission.settled().get(job);
    }

    /// The jobs that had their outcome before the batch was handed in here again, or before another
    /// coordinator was no more.
    BitSet settledBefore() {
        return submission.settled();
    }

    /// How many jobs have no outcome.
    int openJobs() {
        return batch().size() - delivered.cardinality();
    }

    /// The first job from `from` on that has no outcome; the batch's size when all have.
    int nextOpen(int from) {
        return Math.min(delivered.nextClearBit(from), batch().size());
    }

    /// Tells the listener, on the calling thread.
    void tellSucceeded(int first, Column results) {
        submission.listener().succeeded(first, results);
    }

    /// Tells the listener, on the calling thread.
    void tellEnded(int first, int count, Outcome outcome) {
        submission.listener().ended(first, count, outcome);
    }
}
