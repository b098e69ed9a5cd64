package dev.manykitchens.core.load;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.pool.RunningBatch;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Hands in each job of a schedule at its intended start, whatever became of those before it; a job
/// that is late is handed in at once, when several are the most urgent one first.
///
/// ```
/// hand in ── the last job came, the duration is over ──▶ drain ── all ended, or the limit is over ──▶ cancel what is left
///    │ too many jobs in the system, or stopped                                                             ▲
///    └─────────────────────────────────────────────────────────────────────────────────────────────────────┘
/// ```
///
/// [#drive] is called once, by one thread; [#stop] and [#inSystem] by any.
final class LoadDriver implements Driver {

    /// Where jobs go.
    @FunctionalInterface
    interface Starter {
        /// Hands in a batch; returns when it was taken.
        ///
        /// @throws InterruptedException when the pool was stopped
        RunningBatch start(Batch batch) throws InterruptedException;
    }

    /// How the handing in came to its end.
    enum Ending {
        /// The duration was over.
        IN_TIME,
        /// Too many jobs were in the system.
        OVERFLOWED,
        /// Somebody stopped it.
        STOPPED
    }

    /// How a load went; what became of its jobs is known to its recorder.
    ///
    /// @param beginNanos the intended starts count from here
    /// @param endNanos no job came after this
    /// @param overNanos jobs that had not ended then were given up
    /// @param handIns when they were handed in
    record Trace(Ending ending, long beginNanos, long endNanos, long overNanos, HandIns handIns) {}

    /// How often it is looked whether the last jobs have ended.
    private static final long GLANCE_NANOS = 1_000_000;

    /// So long the outcomes of cancelled jobs are waited for.
    private static final long CANCEL_NANOS = 10_000_000_000L;

    private final LoadJobs jobs;
    private final ArrivalSchedule schedule;
    private final LoadRecorder recorder;
    private final LoadClock clock;
    private final long durationNanos;
    private final long drainNanos;
    private final int mostInSystem;
    private final HandIns handIns = new HandIns();

    private volatile boolean stopped;
    private volatile long beginNanos;
    private volatile @Nullable Thread driving;

    // Confined to the thread that drives.
    private final ComeJobs come = new ComeJobs();
    private int arrived;
    private int handedIn;

    /// A driver whose load has not begun.
    ///
    /// @param mostInSystem see [LoadPlan#MOST_IN_SYSTEM]
    LoadDriver(
            LoadJobs jobs,
            ArrivalSchedule schedule,
            Duration duration,
            Duration drainLimit,
            int mostInSystem,
            LoadRecorder recorder,
            LoadClock clock) {
        this.jobs = jobs;
        this.schedule = schedule;
        this.recorder = recorder;
        this.clock = clock;
        this.durationNanos = duration.toNanos();
        this.drainNanos = drainLimit.toNanos();
        this.mostInSystem = mostInSystem;
    }

    @Override
    public Trace drive(Starter starter, Runnable onLast) {
        beginNanos = clock.nanoTime();
        driving = Thread.currentThread();
        Ending ending = handIn(starter);
        long now = clock.nanoTime();
        long end = ending == Ending.IN_TIME ? beginNanos + durationNanos : now;
        onLast.run();
        if (ending == Ending.IN_TIME) {
            awaitEnded(end + drainNanos);
        }
        long over = clock.nanoTime();
        if (recorder.ended() < handedIn) {
            recorder.cancelOpen();
            awaitEnded(over + CANCEL_NANOS);
        }
        driving = null;
        return new Trace(stopped ? Ending.STOPPED : ending, beginNanos, end, over, handIns);
    }

    @Override
    public void stop() {
        stopped = true;
        LockSupport.unpark(driving);
    }

    @Override
    public ArrivalSchedule arrivals() {
        return schedule;
    }

    @Override
    public int inSystem() {
        return driving == null ? 0 : schedule.due(clock.nanoTime() - beginNanos) - recorder.ended();
    }

    private Ending handIn(Starter starter) {
        long lastChance = beginNanos + durationNanos + drainNanos;
        while (handedIn < schedule.size()) {
            int next = arrived;
            Batch made = null;
            if (come.isEmpty()) {
                // Before it is due, so that this makes nobody late.
                made = jobs.batch(next);
                awaitUntil(beginNanos + schedule.offsetNanos(arrived));
            }
            long now = clock.nanoTime();
            if (isStopped()) {
                return Ending.STOPPED;
            }
            if (inSystem() > mostInSystem) {
                return Ending.OVERFLOWED;
            }
            if (now >= lastChance) {
                return Ending.IN_TIME;
            }
            takeIn(now);
            ComeJobs.Come job = come.remove();
            Batch batch = made != null && job.job() == next ? made : jobs.batch(job.job());
            handIns.begin(job.dueNanos(), now, job.mark());
            recorder.handingIn(handedIn, job.job());
            try {
                recorder.handedIn(handedIn, starter.start(batch));
            } catch (InterruptedException _) {
                stopped = true;
                return Ending.STOPPED;
            }
            handedIn++;
            handIns.end(now, clock.nanoTime());
        }
        awaitUntil(beginNanos + durationNanos);
        return stopped ? Ending.STOPPED : Ending.IN_TIME;
    }

    /// Whatever is due comes.
    private void takeIn(long now) {
        for (; arrived < schedule.size(); arrived++) {
            long due = beginNanos + schedule.offsetNanos(arrived);
            if (due > now) {
                return;
            }
            come.add(new ComeJobs.Come(arrived, jobs.priority(arrived), due, handIns.come(due)));
        }
    }

    /// An interrupted thread cannot wait: it would look at the time over and over.
    private boolean isStopped() {
        if (Thread.currentThread().isInterrupted()) {
            stopped = true;
        }
        return stopped;
    }

    private void awaitUntil(long nanos) {
        while (!isStopped() && clock.nanoTime() < nanos) {
            clock.awaitUntil(nanos);
        }
    }

    private void awaitEnded(long limitNanos) {
        long now = clock.nanoTime();
        while (!isStopped() && recorder.ended() < handedIn && now < limitNanos) {
            clock.awaitUntil(Math.min(limitNanos, now + GLANCE_NANOS));
            now = clock.nanoTime();
        }
    }
}
