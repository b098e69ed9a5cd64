package dev.manykitchens.core.engine;

import dev.manykitchens.core.attempt.AttemptAbandonedException;
import dev.manykitchens.core.attempt.LoopThread;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// One thread that runs what was posted and takes in what is new, until nothing of that is left or
/// timers have waited long enough for it, then runs the timers that are due, over and over; when
/// there is nothing of the three, it sleeps until the next timer or post.
///
/// So what begins with a wait begins to wait at once, as in Python's asyncio, and not after the
/// computing of those whose wait is over.
///
/// When its thread is lost to an attempt that never returns, another thread goes on with the same
/// posts and timers.
final class EventLoop {

    private static final int FEW_CANCELLED = 64;

    /// How many posts are run before something new is taken in.
    private static final int MOST_POSTS = 256;

    private final EngineThreads threads;
    private final BooleanSupplier takeIn;
    private final LongSupplier clock;

    private final Queue<Runnable> posts = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private volatile boolean closed;
    private volatile Thread owner;

    // Confined to the owner.
    private final PriorityQueue<Alarm> alarms =
            new PriorityQueue<>(
                    Comparator.<Alarm>comparingLong(a -> a.sinceStart)
                            .thenComparingLong(a -> a.number));
    private final long startNanos;
    private long alarmsNumbered;
    private int cancelled;

    /// A loop that is not running.
    ///
    /// @param takeIn begins one more attempt, on the loop; false when there is none, or no room
    EventLoop(EngineThreads threads, BooleanSupplier takeIn) {
        this(threads, takeIn, System::nanoTime);
    }

    /// @param clock what tells it the time instead of `System.nanoTime`
    EventLoop(EngineThreads threads, BooleanSupplier takeIn, LongSupplier clock) {
        this.threads = threads;
        this.takeIn = takeIn;
        this.clock = clock;
        this.startNanos = clock.getAsLong();
        this.owner = threads.newThread(this::run);
    }

    void start() {
        owner.start();
    }

    /// Runs a task after what was posted before. From any thread.
    void post(Runnable task) {
        posts.add(task);
        // One wake-up is enough, however many come before it is up.
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            LockSupport.unpark(owner);
        }
    }

    /// Runs a task at a time, as of its clock. On the loop.
    LoopThread.Timer postAt(long nanos, Runnable task) {
        Alarm alarm = new Alarm(nanos - startNanos, alarmsNumbered++, task);
        alarms.add(alarm);
        return alarm;
    }

    /// How many alarms are set, cancelled ones that were not dropped yet included. On the loop.
    int alarmsSet() {
        return alarms.size();
    }

    /// Whether this thread is the loop's, and not one that was lost.
    boolean isOwner(Thread thread) {
        return thread.equals(owner);
    }

    /// Gives the loop another thread.
    void replace(Thread thread) {
        if (threads.lose(thread)) {
            owner = threads.newThread(this::run);
            owner.start();
        }
    }

    /// Ends the loop's thread as soon as there is nothing to do.
    void close() {
        post(() -> closed = true);
    }

    private void run() {
        while (true) {
            try {
                loop();
                return;
            } catch (AttemptAbandonedException _) {
                if (threads.comeBack()) {
                    return;
                }
            }
        }
    }

    private void loop() {
        while (!closed) {
            boolean busy = runPostsAndTakeIn();
            busy |= runAlarms();
            if (!busy) {
                sleep();
            }
        }
    }

    /// Takes in what is new, one after the other, and between two of them runs what was posted,
    /// which may be more urgent; but not without end while there are timers.
    private boolean runPostsAndTakeIn() {
        long since = clock.getAsLong();
        boolean any = false;
        boolean more;
        do {
            more = runPosts();
            more |= !closed && takeIn.getAsBoolean();
            any |= more;
        } while (more
                && !closed
                && (alarms.isEmpty() || clock.getAsLong() - since < Engines.LOOP_INTAKE_NANOS));
        return any;
    }

    /// Runs what was posted, but not without end.
    private boolean runPosts() {
        Runnable task = posts.poll();
        boolean any = task != null;
        for (int left = MOST_POSTS - 1; task != null; left--) {
            task.run();
            task = left > 0 ? posts.poll() : null;
        }
        return any;
    }

    private boolean runAlarms() {
        if (alarms.isEmpty()) {
            return false;
        }
        long now = clock.getAsLong() - startNanos;
        boolean any = false;
        for (Alarm first = alarms.peek();
                first != null && first.sinceStart <= now;
                first = alarms.peek()) {
            Alarm _ = alarms.poll();
            any |= first.ring();
        }
        return any;
    }

    private void sleep() {
        asleep.set(true);
        try {
            if (posts.isEmpty()) {
                Alarm first = alarms.peek();
                if (first == null) {
                    LockSupport.park(this);
                } else {
                    LockSupport.parkNanos(
                            this, first.sinceStart - (clock.getAsLong() - startNanos));
                }
            }
        } finally {
            asleep.set(false);
        }
        // A stray interrupt must not turn sleeping into spinning.
        boolean _ = Thread.interrupted();
    }

    private final class Alarm implements LoopThread.Timer {

        private final long sinceStart;
        private final long number;
        private @Nullable Runnable task;

        Alarm(long sinceStart, long number, Runnable task) {
            this.sinceStart = sinceStart;
            this.number = number;
            this.task = task;
        }

        boolean ring() {
            Runnable due = task;
            task = null;
            if (due == null) {
                cancelled--;
                return false;
            }
            due.run();
            return true;
        }

        @Override
        public void cancel() {
            if (task == null) {
                return;
            }
            task = null;
            cancelled++;
            if (cancelled > FEW_CANCELLED && cancelled > alarms.size() / 2) {
                alarms.removeIf(alarm -> alarm.task == null);
                cancelled = 0;
            }
        }
    }
}
