package dev.manykitchens.worker;

import dev.manykitchens.core.attempt.AbandonListener;
import dev.manykitchens.core.attempt.Attempt;
import dev.manykitchens.core.attempt.AttemptAbandonedException;
import dev.manykitchens.core.attempt.AttemptProgress;
import dev.manykitchens.core.attempt.AttemptRunner;
import dev.manykitchens.core.attempt.AttemptTimes;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.lock.BriefLock;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.worker.link.AssignedChunk;
import dev.manykitchens.worker.link.ReportedJobs;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// One chunk of jobs while it is here: runs them one after the other and reports them in parts.
///
/// ```
/// jobs   0 … reported …│… finished, not yet sent (part) …│ current │… waiting …  count
/// ```
///
/// Thread-safe. One thread at a time runs it; others cancel its jobs, flush it, or take over when
/// its thread is given up. Between two jobs its lock is taken once, for a few instructions; whoever
/// reports holds another, so that parts go out in order.
final class ChunkRun implements ChunkThreads.Entry {

    /// What is finished is sent after so long at the latest, though the chunk goes on.
    static final Duration FLUSH_AFTER = Duration.ofMillis(50);

    private final AssignedChunk chunk;
    private final BatchFacts facts;
    private final Origin origin;
    private final Surroundings surroundings;
    private final LongSupplier clock;

    private final AbandonListener onAbandon = (_, _, outcome, times) -> abandoned(outcome, times);

    /// Held from taking a part until it is reported; taken before the other lock.
    private final ReentrantLock reporting = new ReentrantLock();

    /// Written before it is run.
    private boolean mayWait = true;

    private final BriefLock lock = new BriefLock();
    // Guarded by the lock.
    private final BitSet cancelled = new BitSet();
    private boolean allCancelled;
    private int next;
    private @Nullable Attempt current;
    private FinishedJobs part;

    /// What a chunk needs of the worker it runs in.
    interface Surroundings {

        /// Waits until more can be sent.
        void awaitReady();

        /// Whether more can be sent now.
        boolean isReady();

        /// Sends finished jobs; does not wait.
        ///
        /// @param last whether they are the last of the chunk
        void report(ChunkRun run, FinishedJobs jobs, boolean last);

        /// The thread that runs this chunk is lost to a job that does not stop: another must go on.
        void threadLost(ChunkRun run);
    }

    /// @param origin where its attempts run, with the number of the try
    /// @param clock says when jobs that never began ended; that of the runner, which says it of all
    ///   others
    ChunkRun(
            AssignedChunk chunk,
            BatchFacts facts,
            Origin origin,
            Surroundings surroundings,
            LongSupplier clock) {
        this.chunk = chunk;
        this.facts = facts;
        this.origin = origin;
        this.surroundings = surroundings;
        this.clock = clock;
        this.part = new FinishedJobs(facts, chunk.first(), chunk.count());
    }

    long lease() {
        return chunk.lease();
    }

    AssignedChunk chunk() {
        return chunk;
    }

    BatchFacts facts() {
        return facts;
    }

    /// Runs the jobs that are left, on this thread.
    ///
    /// @throws AttemptAbandonedException when this thread was given up: it must end
    void run(AttemptRunner runner) {
        switch (facts) {
            case BatchFacts.Refused(String reason) -> failAll(reason);
            case BatchFacts.Known known -> {
                String misfit = known.misfit(chunk.arguments());
                if (misfit == null) {
                    runAll(runner, known);
                } else {
                    failAll(misfit);
                }
            }
        }
    }

    /// Runs all jobs on this thread, which is the one that would have to end the waiting: what is
    /// reported waits for no room, so it must be little.
    void runWithoutWaiting(AttemptRunner runner) {
        mayWait = false;
        run(runner);
    }

    private void runAll(AttemptRunner runner, BatchFacts.Known known) {
        AttemptTimes times = new AttemptTimes();
        Attempt attempt = first(known);
        Attempt before = null;
        while (attempt != null) {
            // The same object again: nothing was reported in between, which takes its time.
            Outcome outcome =
                    attempt.equals(before)
                            ? runner.runNext(attempt, times, known.desk())
                            : runner.run(attempt, times, known.desk());
            before = attempt;
            attempt = next(known, attempt, outcome, times);
        }
        finish();
    }

    private void failAll(String reason) {
        lock.lock();
        try {
            Outcome outcome = new Outcome.Failed(reason, origin);
            while (next < chunk.count()) {
                recordNow(outcome);
            }
        } finally {
            lock.unlock();
        }
        finish();
    }

    /// The first attempt that is to be run here; null when no job is left.
    private @Nullable Attempt first(BatchFacts.Known known) {
        lock.lock();
        try {
            return begin(known, null);
        } finally {
            lock.unlock();
        }
    }

    /// Takes what an attempt came to, and gives the next one.
    private @Nullable Attempt next(
            BatchFacts.Known known, Attempt ended, Outcome outcome, AttemptTimes times) {
        lock.lock();
        try {
            record(outcome, times);
            if (next == chunk.count() || !part.isDue(times.finishedNanos())) {
                return begin(known, ended);
            }
        } finally {
            lock.unlock();
        }
        awaitReady();
        flush();
        return first(known);
    }

    /// The next attempt; null when no job is left. Jobs that were cancelled are passed over. Under
    /// the lock.
    ///
    /// @param spare one that has ended and may be used again
    private @Nullable Attempt begin(BatchFacts.Known known, @Nullable Attempt spare) {
        while (next < chunk.count() && (allCancelled || cancelled.get(next))) {
            recordNow(Outcome.CANCELLED);
        }
        if (next == chunk.count()) {
            return null;
        }
        int job = chunk.first() + next;
        Row arguments = chunk.arguments().row(next);
        Attempt attempt =
                spare != null && spare.renew(job, arguments)
                        ? spare
                        : new Attempt(
                                known.recipe(),
                                arguments,
                                known.options(),
                                known.workUnitsPerSecond(),
                                job,
                                origin,
                                onAbandon);
        current = attempt;
        return attempt;
    }

    private void finish() {
        awaitReady();
        report(true);
    }

    private void awaitReady() {
        if (mayWait) {
            surroundings.awaitReady();
        }
    }

    /// Sends what is finished and due, if it can be sent without waiting. Any thread.
    void flushIfDue(long nowNanos) {
        if (surroundings.isReady() && isDue(nowNanos)) {
            flush();
        }
    }

    private boolean isDue(long nowNanos) {
        lock.lock();
        try {
            return part.isDue(nowNanos) && next < chunk.count();
        } finally {
            lock.unlock();
        }
    }

    /// Stops jobs: those that wait never begin, the one that runs is told to stop.
    ///
    /// @param jobs positions in the batch; none: all of them
    void cancel(List<Integer> jobs) {
        Attempt running = null;
        int runningJob;
        lock.lock();
        try {
            allCancelled |= jobs.isEmpty();
            for (int job : jobs) {
                if (job >= chunk.first() && job < chunk.first() + chunk.count()) {
                    cancelled.set(job - chunk.first());
                }
            }
            if (allCancelled || cancelled.get(next)) {
                running = current;
            }
            runningJob = chunk.first() + next;
        } finally {
            lock.unlock();
        }
        if (running != null) {
            running.cancel(runningJob);
        }
    }

    /// How far the job is that runs; empty when none does.
    Optional<AttemptProgress> progress() {
        Attempt running;
        lock.lock();
        try {
            running = current;
        } finally {
            lock.unlock();
        }
        return Optional.ofNullable(running).flatMap(Attempt::progress);
    }

    /// What everybody else calls the resource that its jobs know by this name; empty when they know
    /// none.
    String keyOf(String resource) {
        return switch (facts) {
            case BatchFacts.Known known -> known.desk().keyOf(resource);
            case BatchFacts.Refused _ -> "";
        };
    }

    private void abandoned(Outcome outcome, AttemptTimes times) {
        lock.lock();
        try {
            record(outcome, times);
        } finally {
            lock.unlock();
        }
        surroundings.threadLost(this);
    }

    private void flush() {
        report(false);
    }

    /// @param last whether all jobs have ended; otherwise nothing is reported when there is nothing
    ///   to report, or when what there is will go out with the last
    private void report(boolean last) {
        reporting.lock();
        try {
            FinishedJobs finished = take(last);
            if (finished != null) {
                surroundings.report(this, finished, last);
            }
        } finally {
            reporting.unlock();
        }
    }

    private @Nullable FinishedJobs take(boolean last) {
        lock.lock();
        try {
            if (!last && (part.isEmpty() || next == chunk.count())) {
                return null;
            }
            FinishedJobs finished = part;
            if (last) {
                return finished;
            }
            part = new FinishedJobs(facts, chunk.first() + next, chunk.count() - next);
            return finished;
        } finally {
            lock.unlock();
        }
    }

    private void record(Outcome outcome, AttemptTimes times) {
        current = null;
        next++;
        part.add(outcome, times, chunk.receivedNanos());
    }

    private void recordNow(Outcome outcome) {
        next++;
        part.addUnbegun(outcome, clock.getAsLong(), chunk.receivedNanos());
    }

    /// What is to be reported of finished jobs.
    ReportedJobs toReport(FinishedJobs finished, List<ReportedJobs.UsedResource> uses) {
        return finished.toReport(chunk.lease(), uses, chunk.receivedNanos());
    }
}
