package dev.manykitchens.coordinator.loop;

import dev.manykitchens.core.attempt.Threads;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// A loop with a thread of its own.
public final class OwnLoop implements Loop {

    private static final Logger LOG = LoggerFactory.getLogger(OwnLoop.class);
    private static final long LONGEST_SLEEP_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(timer -> timer.atNanos));
    private final LongSupplier clock;
    private final Consumer<Throwable> onFailure;
    private final Thread thread;
    private volatile boolean closed;

    private record Timer(long atNanos, Runnable task) {}

    /// A loop that has not begun.
    ///
    /// @param name of its thread
    /// @param clock monotonic nanoseconds
    /// @param onFailure hears, on the loop, what a task threw: a promise of our own was broken
    public OwnLoop(String name, LongSupplier clock, Consumer<Throwable> onFailure) {
        this.clock = clock;
        this.onFailure = onFailure;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void post(Runnable task) {
        inbox.add(task);
    }

    @Override
    public void schedule(Duration delay, Runnable task) {
        timers.add(new Timer(clock.getAsLong() + delay.toNanos(), task));
    }

    @Override
    public long now() {
        return clock.getAsLong();
    }

    @Override
    public void close() {
        post(() -> closed = true);
        Threads.joinUninterruptibly(thread);
    }

    private void run() {
        while (!closed) {
            try {
                Runnable task = next();
                if (task != null) {
                    task.run();
                }
            } catch (InterruptedException _) {
                // Only close() ends the loop.
            } catch (Throwable failure) {
                LOG.error("coordinator failed in its loop; please report this", failure);
                onFailure.accept(failure);
            }
        }
    }

    private @Nullable Runnable next() throws InterruptedException {
        Timer timer = timers.peek();
        if (timer == null) {
            return inbox.poll(LONGEST_SLEEP_NANOS, TimeUnit.NANOSECONDS);
        }
        long wait = timer.atNanos() - clock.getAsLong();
        if (wait > 0) {
            return inbox.poll(Math.min(wait, LONGEST_SLEEP_NANOS), TimeUnit.NANOSECONDS);
        }
        timers.remove();
        return timer.task();
    }
}
