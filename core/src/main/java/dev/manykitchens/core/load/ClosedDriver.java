package dev.manykitchens.core.load;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// Hands in the jobs of users who wait for the end of their job and think before they bring the
/// next one; when several have come, the most urgent goes first. Thinking begins when a job's
/// outcome was known, and a job counts from the end of the thought, so that this one thread, when
/// it is late, takes nothing from any response.
///
/// All think before their first job. Who would come after the duration is over, or when all jobs
/// were promised, comes no more.
final class ClosedDriver implements Driver {

    /// How often it is looked at least whether jobs have ended.
    private static final long GLANCE_NANOS = 1_000_000;

    private static final long CANCEL_NANOS = 10_000_000_000L;

    private final LoadJobs jobs;
    private final int users;
    private final LongSupplier thinking;
    private final LoadRecorder recorder;
    private final LoadClock clock;
    private final long durationNanos;
    private final long drainNanos;
    private final HandIns handIns = new HandIns();

    /// Jobs whose users have not begun to think about the next one.
    private final Queue<Integer> ended = new ConcurrentLinkedQueue<>();

    private volatile boolean stopped;
    private volatile int arrived;
    private volatile @Nullable Thread driving;

    // Confined to the thread that drives.
    private final PriorityQueue<Long> promised = new PriorityQueue<>();
    private final ComeJobs come = new ComeJobs();
    private int handedIn;
    private final long[] offsets;
    private int promises;
    private long beginNanos;

    /// A driver whose load has not begun.
    ///
    /// @param mostJobs no more jobs come than that
    /// @param recorder tells it of ends with [#ended]
    ClosedDriver(
            LoadJobs jobs,
            int mostJobs,
            LoadArrivals.Closed loop,
            Duration duration,
            Duration drainLimit,
            LoadRecorder recorder,
            LoadClock clock) {
        this.jobs = jobs;
        this.users = loop.users();
        this.thinking = loop.thinking().get();
        this.recorder = recorder;
        this.clock = clock;
        this.durationNanos = duration.toNanos();
        this.drainNanos = drainLimit.toNanos();
        this.offsets = new long[mostJobs];
        recorder.whenEnded(this::ended);
    }

    @Override
    public LoadDriver.Trace drive(LoadDriver.Starter starter, Runnable onLast) {
        beginNanos = clock.nanoTime();
        driving = Thread.currentThread();
        for (int user = 0; user < users; user++) {
            think(0);
        }
        boolean inTime = handIn(starter);
        long now = clock.nanoTime();
        long end = inTime && promises < offsets.length ? beginNanos + durationNanos : now;
        onLast.run();
        if (inTime) {
            awaitEnded(end + drainNanos);
        }
        long over = clock.nanoTime();
        if (recorder.ended() < handedIn) {
            recorder.cancelOpen();
            awaitEnded(over + CANCEL_NANOS);
        }
        driving = null;
        return new LoadDriver.Trace(
                stopped ? LoadDriver.Ending.STOPPED : LoadDriver.Ending.IN_TIME,
                beginNanos,
                end,
                over,
                handIns);
    }

    @Override
    public void stop() {
        stopped = true;
        LockSupport.unpark(driving);
    }

    @Override
    public int inSystem() {
        return driving == null ? 0 : arrived - recorder.ended();
    }

    @Override
    public ArrivalSchedule arrivals() {
        return ArrivalSchedule.at(Arrays.copyOf(offsets, arrived));
    }

    private void ended(int job) {
        ended.add(job);
        LockSupport.unpark(driving);
    }

    /// A user thinks from then on.
    private void think(long fromNanos) {
        long at = fromNanos + thinking.getAsLong();
        if (promises < offsets.length && at < durationNanos) {
            promises++;
            promised.add(at);
        }
    }

    /// Hands jobs in until no more come; returns whether it was not stopped before.
    private boolean handIn(LoadDriver.Starter starter) {
        while (!isStopped()) {
            for (Integer job = ended.poll(); job != null; job = ended.poll()) {
                think(recorder.deliveredNanos(job) - beginNanos);
            }
            long now = clock.nanoTime() - beginNanos;
            takeIn(now);
            Long next = promised.peek();
            boolean nobodyComes =
                    come.isEmpty()
                            && next == null
                            && (promises == offsets.length || now >= durationNanos);
            if (nobodyComes || now >= durationNanos + drainNanos) {
                return true;
            }
            if (come.isEmpty()) {
                long glance = now + GLANCE_NANOS;
                clock.awaitUntil(beginNanos + (next == null ? glance : Math.min(next, glance)));
            } else if (!submit(starter, now)) {
                return false;
            }
        }
        return false;
    }

    /// Who has thought enough comes with a job.
    private void takeIn(long now) {
        for (Long thought = promised.peek();
                thought != null && thought <= now;
                thought = promised.peek()) {
            promised.remove();
            int job = arrived;
            // An end may be heard of so late that another job came first.
            long due = job == 0 ? thought : Math.max(thought, offsets[job - 1]);
            offsets[job] = due;
            arrived = job + 1;
            come.add(
                    new ComeJobs.Come(
                            job,
                            jobs.priority(job),
                            beginNanos + due,
                            handIns.come(beginNanos + due)));
        }
    }

    private boolean submit(LoadDriver.Starter starter, long now) {
        ComeJobs.Come job = come.remove();
        handIns.begin(job.dueNanos(), beginNanos + now, job.mark());
        recorder.handingIn(handedIn, job.job());
        try {
            recorder.handedIn(handedIn, starter.start(jobs.batch(job.job())));
        } catch (InterruptedException _) {
            stopped = true;
            return false;
        }
        handedIn++;
        handIns.end(beginNanos + now, clock.nanoTime());
        return true;
    }

    private boolean isStopped() {
        if (Thread.currentThread().isInterrupted()) {
            stopped = true;
        }
        return stopped;
    }

    private void awaitEnded(long limitNanos) {
        long now = clock.nanoTime();
        while (!isStopped() && recorder.ended() < handedIn && now < limitNanos) {
            clock.awaitUntil(Math.min(limitNanos, now + GLANCE_NANOS));
            now = clock.nanoTime();
        }
    }
}
