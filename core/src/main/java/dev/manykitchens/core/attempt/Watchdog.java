package dev.manykitchens.core.attempt;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Tells attempts that their time is up. One daemon thread, started when the first attempt needs
/// it. Thread-safe.
///
/// Attempts with the same limit stand in one lane in the order in which they began, so the first of
/// a lane is always the first to be due: to begin and to end costs the same few steps however many
/// attempts run.
final class Watchdog implements AutoCloseable {

    private static final long LONGEST_SLEEP_NANOS = TimeUnit.HOURS.toNanos(1);

    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition sooner = lock.newCondition();
    private final Map<Long, Lane> limits = new HashMap<>();
    private final Lane grace;
    private long wakeAt = Long.MAX_VALUE;
    private @Nullable Thread thread;
    private boolean closed;

    Watchdog(String name, long graceNanos) {
        this.name = name;
        this.grace = new Lane(graceNanos);
    }

    /// Attempts with the same limit, in the order in which they are due.
    final class Lane {

        private final long limitNanos;
        private final LinkedHashMap<Attempt, Long> dueAt = new LinkedHashMap<>();

        private Lane(long limitNanos) {
            this.limitNanos = limitNanos;
        }

        /// Tells the attempt nothing more.
        void forget(Attempt attempt) {
            takeLock();
            try {
                dueAt.remove(attempt);
            } finally {
                lock.unlock();
            }
        }

        private void add(Attempt attempt, long now) {
            dueAt.put(attempt, now + limitNanos);
            if (thread == null && !closed) {
                thread = Thread.ofPlatform().daemon().name(name).start(Watchdog.this::watch);
            } else if (now + limitNanos - wakeAt < 0) {
                sooner.signal();
            }
        }

        private void takeDue(long now, List<Attempt> due) {
            while (!dueAt.isEmpty() && dueAt.firstEntry().getValue() - now <= 0) {
                due.add(dueAt.pollFirstEntry().getKey());
            }
        }
    }

    /// Calls [Attempt#limitPassed] when `limitNanos` have passed since `now`.
    Lane watchLimit(Attempt attempt, long limitNanos, long now) {
        takeLock();
        try {
            Lane lane = limits.computeIfAbsent(limitNanos, Lane::new);
            lane.add(attempt, now);
            return lane;
        } finally {
            lock.unlock();
        }
    }

    /// Calls [Attempt#gracePassed] when the grace has passed from now.
    Lane watchGrace(Attempt attempt) {
        takeLock();
        try {
            grace.add(attempt, System.nanoTime());
            return grace;
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        List<Attempt> late = new ArrayList<>();
        List<Attempt> stubborn = new ArrayList<>();
        while (awaitDue(late, stubborn)) {
            late.forEach(Attempt::limitPassed);
            stubborn.forEach(Attempt::gracePassed);
            late.clear();
            stubborn.clear();
        }
    }

    /// Takes the lock without queueing for it. A virtual thread in the queue could be next while
    /// jobs that compute hold every carrier, and the watchdog, which is to end them, behind it.
    private void takeLock() {
        while (!lock.tryLock()) {
            Thread.onSpinWait();
        }
    }

    /// Waits until something is due.
    ///
    /// @return false when the watchdog was closed
    private boolean awaitDue(List<Attempt> late, List<Attempt> stubborn) {
        takeLock();
        try {
            while (!closed) {
                long now = System.nanoTime();
                takeDue(now, late, stubborn);
                if (!late.isEmpty() || !stubborn.isEmpty()) {
                    return true;
                }
                long nanos = untilNext(now);
                wakeAt = now + nanos;
                long _ = sooner.awaitNanos(nanos);
            }
        } catch (InterruptedException _) {
            // Only close() ends this thread; recipes that meddle with threads do not stop the
            // clock.
            return true;
        } finally {
            lock.unlock();
        }
        return false;
    }

    private void takeDue(long now, List<Attempt> late, List<Attempt> stubborn) {
        limits.values().forEach(lane -> lane.takeDue(now, late));
        limits.values().removeIf(lane -> lane.dueAt.isEmpty());
        grace.takeDue(now, stubborn);
    }

    private long untilNext(long now) {
        long nanos = Math.min(LONGEST_SLEEP_NANOS, untilFirst(grace, now));
        for (Lane lane : limits.values()) {
            nanos = Math.min(nanos, untilFirst(lane, now));
        }
        return nanos;
    }

    private static long untilFirst(Lane lane, long now) {
        return lane.dueAt.isEmpty() ? Long.MAX_VALUE : lane.dueAt.firstEntry().getValue() - now;
    }

    /// Ends the thread and waits for its end.
    @Override
    public void close() {
        Thread running;
        takeLock();
        try {
            closed = true;
            sooner.signal();
            running = thread;
        } finally {
            lock.unlock();
        }
        if (running != null) {
            Threads.joinUninterruptibly(running);
        }
    }
}
