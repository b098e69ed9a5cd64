package dev.manykitchens.core.stove;

import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;

/// A thread that does one thing with its turn after the other, when told.
final class TurnThread {

    enum Kind {
        PLATFORM,
        VIRTUAL;

        TurnThread at(Stove stove) {
            return switch (this) {
                case PLATFORM -> new TurnThread(stove, Thread.ofPlatform().daemon());
                case VIRTUAL -> new TurnThread(stove, Thread.ofVirtual());
            };
        }
    }

    final StoveTurn turn;
    private final BlockingQueue<FutureTask<?>> tasks = new ArrayBlockingQueue<>(10);
    private final AtomicReference<FutureTask<Long>> asking = new AtomicReference<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread;

    private TurnThread(Stove stove, Thread.Builder threads) {
        turn = stove.turn();
        thread = threads.start(this::live);
    }

    static TurnThread platform(Stove stove) {
        return Kind.PLATFORM.at(stove);
    }

    private void live() {
        while (end.getCount() > 0) {
            try {
                tasks.take().run();
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    <T> FutureTask<T> start(Callable<T> action) {
        FutureTask<T> task = new FutureTask<>(action);
        tasks.add(task);
        return task;
    }

    void ask() {
        asking.set(start(turn::acquire));
    }

    long awaitServed() throws Exception {
        return asking.get().get();
    }

    Throwable failure() throws InterruptedException {
        try {
            long served = asking.get().get();
            throw new AssertionError("was served after " + served);
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        }
    }

    void interrupt() {
        thread.interrupt();
    }

    void leave() throws Exception {
        awaitServed();
        start(
                        () -> {
                            turn.release();
                            end.countDown();
                            return 0;
                        })
                .get();
    }
}
