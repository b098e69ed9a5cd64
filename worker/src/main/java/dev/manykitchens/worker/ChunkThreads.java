package dev.manykitchens.worker;

import dev.manykitchens.core.attempt.AttemptAbandonedException;
import dev.manykitchens.core.attempt.AttemptRunner;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// The threads that run chunks, and the chunks that wait for one. Thread-safe.
///
/// Threads start as chunks come, until there are enough: thousands of them started at once would
/// keep a worker silent for so long that it is taken for lost.
final class ChunkThreads {

    private final AttemptRunner runner;
    private final Consumer<Throwable> onFailure;

    /// No more than there are credits.
    private final LinkedBlockingQueue<ChunkRun> waiting = new LinkedBlockingQueue<>();

    private final int size;
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger named = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();

    /// @param size how many threads there may be, lost ones not counted
    /// @param onFailure hears what a thread's own code threw
    ChunkThreads(AttemptRunner runner, int size, Consumer<Throwable> onFailure) {
        this.runner = runner;
        this.size = size;
        this.onFailure = onFailure;
    }

    /// Lets a chunk wait for a thread.
    void add(ChunkRun run) {
        waiting.add(run);
        if (started.get() < size && started.incrementAndGet() <= size) {
            try {
                startThread(this::takeAndRun);
            } catch (OutOfMemoryError e) {
                // No more threads can be had: the chunk waits for those that there are.
                if (started.decrementAndGet() == 0) {
                    throw e;
                }
            }
        }
    }

    /// Takes away every chunk that still waits.
    List<ChunkRun> takeWaiting() {
        List<ChunkRun> taken = new ArrayList<>();
        waiting.drainTo(taken);
        return taken;
    }

    /// A thread is lost to a job that does not stop: another goes on with its chunk and then takes
    /// its place.
    void replaceLost(ChunkRun run) {
        lost.incrementAndGet();
        startThread(() -> {
            run.run(runner);
            takeAndRun();
        });
    }

    /// How many threads were lost.
    int lost() {
        return lost.get();
    }

    private void startThread(Runnable work) {
        Thread.ofPlatform()
                .daemon()
                .name("worker-thread-" + named.incrementAndGet())
                .start(() -> {
                    try {
                        work.run();
                    } catch (AttemptAbandonedException _) {
                        // Another thread has taken its place.
                    } catch (Throwable failure) {
                        onFailure.accept(failure);
                    }
                });
    }

    private void takeAndRun() {
        while (true) {
            ChunkRun run;
            try {
                run = waiting.take();
            } catch (InterruptedException _) {
                // A job that interrupts its own thread does not end it.
                continue;
            }
            run.run(runner);
        }
    }
}
