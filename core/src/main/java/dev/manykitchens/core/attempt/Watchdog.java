package dev.manykitchens.core.attempt;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// Tells attempts that their time is up. One daemon thread, started when the first attempt needs
/// it. Thread-safe.
///
/// Who begins a timed attempt drops a note and goes on; only the watchdog's thread sorts them. Most
/// attempts have ended when it comes to their note, so a note costs next to nothing, and nobody
/// ever waits for a lock here. Giving up an attempt calls foreign code, which may block: that is
/// done on a thread of its own, so that the other attempts' time does not stand still.
final class Watchdog implements AutoCloseable {

    private static final long LONGEST_SLEEP_NANOS = TimeUnit.HOURS.toNanos(1);

    /// Longer limits count as this one, about 70 years.
    private static final long LONGEST_LIMIT_NANOS = Long.MAX_VALUE / 4;

    /// The watchdog looks through its notes at least every so many, so that those of attempts that
    /// have ended do not pile up.
    private static final int MOST_UNSORTED = 1024;

    private final String name;
    private final long graceNanos;
    private final Queue<Note> unsorted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger dropped = new AtomicInteger();
    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
    private final long startNanos = System.nanoTime();

    /// As of `System.nanoTime`; the thread is not running before the first note is dropped.
    private volatile long wakeAt = startNanos + 2 * LONGEST_LIMIT_NANOS;

    private volatile boolean closed;

    /// Threads that attempts hold which were given up.
    private final AtomicInteger heldThreads = new AtomicInteger();

    // Confined to the watchdog's thread, and after its end to whoever closes.
    private final PriorityQueue<Note> sorted =
            new PriorityQueue<>(Comparator.comparingLong(Note::dueSinceStart));
    private final List<Thread> givingUp = new ArrayList<>();
    private int sweepAt = MOST_UNSORTED;

    /// When to look at an attempt again, and why.
    private record Note(Attempt attempt, long dueSinceStart, boolean grace) {}

    Watchdog(String name, long graceNanos) {
        this.name = name;
        this.graceNanos = graceNanos;
    }

    /// Calls [Attempt#limitPassed] when the limit has passed since `now`, if it still runs.
    void watchLimit(Attempt attempt, Duration limit, long now) {
        long nanos = Math.min(TimeUnit.NANOSECONDS.convert(limit), LONGEST_LIMIT_NANOS);
        drop(new Note(attempt, now - startNanos + nanos, false));
    }

    /// Calls [Attempt#gracePassed] when the grace has passed from now, if it still runs.
    void watchGrace(Attempt attempt) {
        drop(new Note(attempt, System.nanoTime() - startNanos + graceNanos, true));
    }

    /// How many threads are held now by attempts that were given up.
    int heldThreads() {
        return heldThreads.get();
    }

    void noteThreadHeld() {
        int _ = heldThreads.incrementAndGet();
    }

    void noteThreadBack() {
        int _ = heldThreads.decrementAndGet();
    }

    private void drop(Note note) {
        unsorted.add(note);
        boolean many = dropped.incrementAndGet() % MOST_UNSORTED == 0;
        if (many || note.dueSinceStart + startNanos - wakeAt < 0) {
            LockSupport.unpark(running());
        }
    }

    private Thread running() {
        Thread current = thread.get();
        if (current != null) {
            return current;
        }
        Thread fresh = Thread.ofPlatform().daemon().name(name).unstarted(this::watch);
        Thread winner = thread.compareAndExchange(null, fresh);
        if (winner != null) {
            return winner;
        }
        fresh.start();
        return fresh;
    }

    private void watch() {
        while (!closed) {
            sort();
            long now = System.nanoTime() - startNanos;
            for (Note first = sorted.peek();
                    first != null && first.dueSinceStart <= now;
                    first = sorted.peek()) {
                Note _ = sorted.poll();
                ring(first);
            }
            sleep();
        }
    }

    private void sort() {
        for (Note note = unsorted.poll(); note != null; note = unsorted.poll()) {
            if (!note.attempt.isOver()) {
                sorted.add(note);
            }
        }
        if (sorted.size() >= sweepAt) {
            sorted.removeIf(note -> note.attempt.isOver());
            sweepAt = Math.max(MOST_UNSORTED, 2 * sorted.size());
        }
    }

    private void ring(Note note) {
        if (!note.grace) {
            note.attempt.limitPassed();
        } else if (!note.attempt.isOver()) {
            giveUp(note.attempt);
        }
    }

    private void giveUp(Attempt attempt) {
        givingUp.removeIf(t -> !t.isAlive());
        Thread helper =
                Thread.ofPlatform()
                        .daemon()
                        .name(name + "-gives-up")
                        .unstarted(attempt::gracePassed);
        try {
            helper.start();
            givingUp.add(helper);
        } catch (OutOfMemoryError e) {
            // No thread can be had: done here, so that the outcome is told and time goes on.
            attempt.gracePassed();
        }
    }

    private void sleep() {
        Note first = sorted.peek();
        long due = first == null ? Long.MAX_VALUE : first.dueSinceStart;
        long now = System.nanoTime() - startNanos;
        wakeAt = startNanos + Math.min(due, now + LONGEST_SLEEP_NANOS);
        // Looked at once more after the time is set: whoever dropped a note before saw another one.
        if (unsorted.isEmpty() && !closed) {
            LockSupport.parkNanos(this, wakeAt - System.nanoTime());
        }
        // A stray interrupt must not turn sleeping into spinning.
        boolean _ = Thread.interrupted();
    }

    /// Ends its threads and waits for their end.
    @Override
    public void close() {
        closed = true;
        Thread current = thread.get();
        if (current != null) {
            LockSupport.unpark(current);
            Threads.joinUninterruptibly(current);
            givingUp.forEach(Threads::joinUninterruptibly);
        }
    }
}
