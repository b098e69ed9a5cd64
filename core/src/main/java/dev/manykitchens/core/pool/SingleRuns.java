package dev.manykitchens.core.pool;

import dev.manykitchens.core.engine.Engine;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.lock.BriefLock;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;

/// The unfinished single jobs of a pool, and what all of them share. Thread-safe.
///
/// They are chained to each other in a few stripes, each with a lock: whoever submits a job and
/// whoever ends one seldom want the same.
final class SingleRuns {

    private static final int STRIPES = 16;

    private final EventSink sink;
    private final boolean heard;
    private final Engine engine;
    private final Origin origin;
    private final Runnable afterLoss;

    /// Room for unfinished batches; one permit a job is given back here.
    private final Semaphore room;

    private final Stripe[] stripes = new Stripe[STRIPES];

    /// Guarded by the monitor: threads that complete a future, and in a callback of it closed the
    /// pool. Each stays: others go on by it.
    private final Set<Thread> closers = new HashSet<>();

    /// Written before the stripes are looked through, read under the lock of one.
    private volatile boolean closed;

    private static final class Stripe {
        private final BriefLock lock = new BriefLock();
        private @Nullable SingleRun newest;
    }

    /// @param afterLoss called after a thread was lost to one of them
    SingleRuns(EventSink sink, Engine engine, Origin origin, Semaphore room, Runnable afterLoss) {
        this.sink = sink;
        this.heard = !sink.equals(EventSink.NONE);
        this.engine = engine;
        this.origin = origin;
        this.room = room;
        this.afterLoss = afterLoss;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe();
        }
    }

    /// Whether anybody hears events.
    boolean isHeard() {
        return heard;
    }

    EventSink sink() {
        return sink;
    }

    Origin origin() {
        return origin;
    }

    void threadLost(Thread thread, SingleRun run) {
        engine.threadLost(thread, run);
    }

    void afterLoss() {
        afterLoss.run();
    }

    private Stripe stripe(SingleRun run) {
        return stripes[(int) (run.id() % STRIPES)];
    }

    /// Takes one in.
    ///
    /// @return false when no more are taken
    boolean add(SingleRun run) {
        Stripe stripe = stripe(run);
        stripe.lock.lock();
        try {
            if (closed) {
                return false;
            }
            SingleRun second = stripe.newest;
            run.before = second;
            if (second != null) {
                second.after = run;
            }
            stripe.newest = run;
            return true;
        } finally {
            stripe.lock.unlock();
        }
    }

    /// One has ended.
    void remove(SingleRun run) {
        Stripe stripe = stripe(run);
        boolean awaited;
        stripe.lock.lock();
        try {
            SingleRun older = run.before;
            SingleRun newer = run.after;
            if (newer == null) {
                stripe.newest = older;
            } else {
                newer.before = older;
            }
            if (older != null) {
                older.after = newer;
            }
            // Whoever keeps one keeps no other.
            run.before = null;
            run.after = null;
            awaited = closed;
        } finally {
            stripe.lock.unlock();
        }
        room.release();
        if (awaited) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /// Takes no more.
    void close() {
        closed = true;
    }

    /// Those that have not ended.
    List<SingleRun> all() {
        List<SingleRun> all = new ArrayList<>();
        for (Stripe stripe : stripes) {
            stripe.lock.lock();
            try {
                for (SingleRun run = stripe.newest; run != null; run = run.before) {
                    all.add(run);
                }
            } finally {
                stripe.lock.unlock();
            }
        }
        return all;
    }

    /// Whether this very thread completes the future of one of them.
    boolean isTelling() {
        Thread caller = Thread.currentThread();
        return all().stream().anyMatch(run -> run.isToldBy(caller));
    }

    /// Waits, once it is closed, until all have ended. A thread that completes the future of one
    /// waits neither for that one nor for those of other such threads that wait here: they would
    /// wait for each other.
    synchronized void awaitAll() throws InterruptedException {
        boolean telling = isTelling();
        if (telling && closers.add(Thread.currentThread())) {
            notifyAll();
        }
        while (!all().stream().allMatch(run -> telling && run.isToldByOneOf(closers))) {
            wait();
        }
    }
}
