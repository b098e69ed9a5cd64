package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.collection.Lineup;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/// What is left to do of one batch: the jobs never given out (from `next` on), ranges that came
/// back, and a bit a job that says whether it has its outcome. A queued job costs that bit and
/// nothing else.
final class BatchQueue {

    /// Of a batch to which nothing came back: most are small and end without. Nothing is added.
    private static final Deque<Range> NONE = new ArrayDeque<>(0);

    private final long number;
    private final int jobs;
    private final int attempts;
    private final int priority;
    private final Lane lane;
    private final ChunkSizer sizer;

    /// Its own, though it may share the sizer.
    private final int largestChunk;

    private final Copies copies;

    /// Its place among all that are unfinished.
    private int place = Lineup.NOWHERE;

    private long turn;
    private long copiesDueAt = Long.MAX_VALUE;
    private boolean waits;

    private final BitSet settled;
    private int next;
    private Deque<Range> again = NONE;

    /// Jobs on their last attempt after a crash: nothing may run beside them.
    private Deque<Range> alone = NONE;

    private final RunningLeases running = new RunningLeases();
    private int queued;
    private int queuedAlone;
    private int succeeded;
    private int failed;

    BatchQueue(Input.BatchSubmitted batch, Lane lane, DispatchOptions options) {
        number = batch.batch();
        jobs = batch.jobs();
        attempts = batch.attempts();
        priority = batch.priority();
        this.lane = lane;
        // A copy is a second try: where one is all that a job may have, there is none.
        copies = batch.speculate() && attempts > 1 ? new Copies() : Copies.NONE;
        sizer =
                batch.gathered()
                        ? lane.submitter().sizer(lane.recipe(), options, batch.longestJobBytes())
                        : new ChunkSizer(options, batch.longestJobBytes());
        largestChunk = ChunkSizer.most(options, batch.longestJobBytes());
        settled = new BitSet(jobs);
        queued = jobs;
    }

    /// A batch that another dispatcher had, all of whose jobs without an outcome wait.
    ///
    /// @param leased the jobs that are not to wait, because they are under a lease
    static BatchQueue restored(
            OpenWork.UnfinishedBatch work, BitSet leased, Lane lane, DispatchOptions options) {
        BatchQueue queue = new BatchQueue(work.batch(), lane, options);
        queue.settled.or(work.succeeded());
        queue.succeeded = queue.settled.cardinality();
        queue.settled.or(work.failed());
        queue.failed = queue.settled.cardinality() - queue.succeeded;
        queue.next = Math.max(work.givenOut(), leased.length());
        for (OpenWork.TriedJobs tried : work.tried()) {
            queue.next = Math.max(queue.next, tried.end());
        }
        int fresh = queue.jobs - queue.next;
        queue.queued = fresh - queue.settled.get(queue.next, queue.jobs).cardinality();
        queue.putBackAllBut(leased, work.tried());
        return queue;
    }

    /// Puts back what was given out and neither has its outcome nor is under a lease.
    private void putBackAllBut(BitSet leased, List<OpenWork.TriedJobs> tried) {
        List<Range> left = new ArrayList<>();
        int at = 0;
        for (OpenWork.TriedJobs some : tried) {
            addWaiting(leased, at, some.first(), 1, left);
            addWaiting(leased, some.first(), some.end(), some.attempt(), left);
            at = some.end();
        }
        addWaiting(leased, at, next, 1, left);
        left.reversed().forEach(this::putBack);
    }

    private void addWaiting(BitSet leased, int first, int end, int attempt, List<Range> left) {
        for (Range run : unsettled(first, end, attempt, attempt > 1)) {
            int from = leased.nextClearBit(run.first());
            while (from < run.end()) {
                int under = leased.nextSetBit(from);
                int to = under < 0 ? run.end() : Math.min(under, run.end());
                left.add(new Range(from, to - from, attempt, attempt > 1));
                from = leased.nextClearBit(to);
            }
        }
    }

    /// By its number, which no other one has.
    @Override
    public int hashCode() {
        return Long.hashCode(number);
    }

    /// Its place among all that are unfinished; [Lineup#NOWHERE] when it has finished.
    int place() {
        return place;
    }

    void standAt(int itsPlace) {
        place = itsPlace;
    }

    long number() {
        return number;
    }

    int jobs() {
        return jobs;
    }

    int attempts() {
        return attempts;
    }

    /// Before which batches of its submitter it goes: those with a lower one.
    int priority() {
        return priority;
    }

    /// Notes whether jobs wait that may run beside others; whether that is new.
    boolean noteWaiting() {
        boolean before = waits;
        waits = queued > 0;
        return waits != before;
    }

    /// Where it waits: with others of its submitter and recipe.
    Lane lane() {
        return lane;
    }

    /// When it last got something: who waits longest has the lowest.
    long turn() {
        return turn;
    }

    /// Takes its first place among those that wait.
    void begin(long number) {
        turn = number;
    }

    /// Notes that it got something, and its submitter with it.
    void takeTurn(long number) {
        turn = number;
        lane.submitter().takeTurn(number);
    }

    /// What speculation knows of it.
    Copies copies() {
        return copies;
    }

    /// When its first job will be late, as it was last entered.
    long copiesDueAt() {
        return copiesDueAt;
    }

    void copyAt(long listenedNanos) {
        copiesDueAt = listenedNanos;
    }

    ChunkSizer sizer() {
        return sizer;
    }

    /// How many jobs its next chunk should have.
    ///
    /// @param slots how many chunks can run at once, at least 1
    int nextChunk(int slots) {
        return Math.min(sizer.size(queued, slots), largestChunk);
    }

    int succeeded() {
        return succeeded;
    }

    int failed() {
        return failed;
    }

    /// How many jobs wait that may run beside others.
    int queued() {
        return queued;
    }

    /// How many jobs wait for a worker of their own.
    int queuedAlone() {
        return queuedAlone;
    }

    boolean isFinished() {
        return succeeded + failed == jobs;
    }

    /// Whether the job has its outcome.
    boolean isSettled(int job) {
        return settled.get(job);
    }

    /// The first job from this one on that has no outcome; the number of jobs when there is none.
    int firstUnsettled(int job) {
        return settled.nextClearBit(job);
    }

    /// The leases that cover jobs of this batch; copies not among them.
    RunningLeases running() {
        return running;
    }

    /// The lease, not a copy, under which this job runs; null when it waits or has been reported.
    @Nullable Lease leaseOf(int job) {
        Lease lease = running.upTo(job);
        return lease != null && lease.expected() <= job && job < lease.chunk().end() ? lease : null;
    }

    /// Lets a copy take the place of its original, which is about to end.
    void promote(Lease copy) {
        int job = copy.chunk().first();
        copies.end(copy);
        running.put(copy);
        // Its original may still run somewhere: no job is copied twice in one attempt.
        copy.copied(job);
    }

    /// Whether the next job given out is one that a worker died under.
    boolean nextIsSolo() {
        dropSettled(again);
        return !again.isEmpty() && again.getFirst().solo();
    }

    /// Takes the next chunk: jobs that came back first, then fresh ones. There must be some.
    ///
    /// @param most at most so many jobs, at least 1
    Range take(int most) {
        dropSettled(again);
        Range chunk;
        if (again.isEmpty()) {
            int first = settled.nextClearBit(next);
            chunk = new Range(first, unsettledRun(first, Math.min(most, jobs - first)), 1, false);
            next = chunk.end();
        } else {
            chunk = takeFrom(again, most);
        }
        queued -= chunk.count();
        return chunk;
    }

    /// Takes the next job that needs a worker of its own. There must be one.
    Range takeAlone() {
        dropSettled(alone);
        Range chunk = takeFrom(alone, 1);
        queuedAlone--;
        return chunk;
    }

    /// Puts jobs without an outcome back to the front.
    void putBack(Range range) {
        if (needsWorkerOfItsOwn(range)) {
            alone = withFirst(range, alone);
            queuedAlone += range.count();
        } else {
            again = withFirst(range, again);
            queued += range.count();
        }
    }

    private static Deque<Range> withFirst(Range range, Deque<Range> ranges) {
        Deque<Range> its = ranges.isEmpty() ? new ArrayDeque<>(1) : ranges;
        its.addFirst(range);
        return its;
    }

    /// Whether these jobs run with nothing beside them: their last attempt, after a crash.
    boolean needsWorkerOfItsOwn(Range range) {
        return range.solo() && range.attempt() >= attempts;
    }

    /// The runs of jobs without an outcome from `first` to before `end`, as ranges like the given
    /// one.
    List<Range> unsettled(int first, int end, int attempt, boolean solo) {
        List<Range> runs = new ArrayList<>();
        for (int at = settled.nextClearBit(first); at < end; ) {
            int count = unsettledRun(at, end - at);
            runs.add(new Range(at, count, attempt, solo));
            at = settled.nextClearBit(at + count);
        }
        return runs;
    }

    /// Whether none of these jobs has its outcome.
    boolean isUnsettled(int first, int count) {
        int settledOne = settled.nextSetBit(first);
        return settledOne < 0 || settledOne >= first + count;
    }

    /// Notes that jobs under a lease, none of which had its outcome, have their results.
    void succeedAll(int first, int count) {
        settled.set(first, first + count);
        succeeded += count;
    }

    /// Notes that a job under a lease has its result.
    void succeed(int job) {
        settled.set(job);
        succeeded++;
    }

    /// Notes that a job under a lease, or just taken from the queue, has an outcome without a
    /// result.
    void fail(int job) {
        settled.set(job);
        failed++;
    }

    /// Notes that a waiting job has an outcome without a result.
    void failQueued(int job) {
        if (job < next && alone.stream().anyMatch(r -> r.first() <= job && job < r.end())) {
            queuedAlone--;
        } else {
            queued--;
        }
        fail(job);
    }

    /// Notes that every job without an outcome, waiting or not, has one now.
    void failAll() {
        settled.set(0, jobs);
        failed = jobs - succeeded;
        next = jobs;
        again.clear();
        alone.clear();
        queued = 0;
        queuedAlone = 0;
    }

    /// The waiting ranges and the first fresh job, for the invariants.
    List<Range> waiting() {
        List<Range> all = new ArrayList<>(again);
        all.add(new Range(next, jobs - next, 1, false));
        return all;
    }

    /// The ranges that wait for a worker of their own, for the invariants.
    List<Range> waitingAlone() {
        return List.copyOf(alone);
    }

    private Range takeFrom(Deque<Range> ranges, int most) {
        Range front = ranges.removeFirst();
        int count = unsettledRun(front.first(), front.solo() ? 1 : Math.min(most, front.count()));
        if (count < front.count()) {
            ranges.addFirst(front.after(count));
        }
        return new Range(front.first(), count, front.attempt(), front.solo());
    }

    private void dropSettled(Deque<Range> ranges) {
        while (!ranges.isEmpty()) {
            Range front = ranges.getFirst();
            int first = settled.nextClearBit(front.first());
            if (first == front.first()) {
                return;
            }
            ranges.removeFirst();
            if (first < front.end()) {
                ranges.addFirst(front.from(first));
            }
        }
    }

    private int unsettledRun(int first, int most) {
        int end = settled.nextSetBit(first);
        return end < 0 ? most : Math.min(end - first, most);
    }
}
