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
/// keep a worker silent for so long that it is taken for lost. When there are to be fewer, those
/// too many end after the chunk that they run.
final class ChunkThreads {

    private final AttemptRunner runner;
    private final Consumer<Throwable> onFailure;

    /// No more chunks than there are credits.
    private final LinkedBlockingQueue<Entry> waiting = new LinkedBlockingQueue<>();

    private volatile int size;

    /// How many there are, lost ones not counted.
    private final AtomicInteger started = new AtomicInteger();

    private final AtomicInteger named = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();

    /// What a thread takes next.
    sealed interface Entry permits ChunkRun, Call {}

    /// Nothing to run: wakes a thread that may be one too many.
    private enum Call implements Entry {
        TO_LOOK
    }

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
        boolean _ = startOne();
    }

    /// Starts a thread, unless there are enough.
    private boolean startOne() {
        if (!count(1)) {
            return false;
        }
        try {
            startThread(this::takeAndRun);
            return true;
        } catch (OutOfMemoryError e) {
            // No more threads can be had: the chunk waits for those that there are.
            if (started.decrementAndGet() == 0) {
                throw e;
            }
            return false;
        }
    }

    /// Counts one thread more, or one fewer (-1), when that brings their number nearer to what it
    /// is to be.
    private boolean count(int more) {
        int now = started.get();
        while (more > 0 ? now < size : now > size) {
            int seen = started.compareAndExchange(now, now + more);
            if (seen == now) {
                return true;
            }
            now = seen;
        }
        return false;
    }

    /// How many threads there may be.
    int size() {
        return size;
    }

    /// Changes how many threads there may be. By one thread at a time.
    ///
    /// @param threads at least 1
    void resize(int threads) {
        int fewer = size - threads;
        size = threads;
        for (int i = 0; i < fewer; i++) {
            waiting.add(Call.TO_LOOK);
        }
        int waitingNow = fewer < 0 ? waiting.size() : 0;
        while (waitingNow > 0 && startOne()) {
            waitingNow--;
        }
    }

    /// Takes away every chunk that still waits.
    List<ChunkRun> takeWaiting() {
        List<Entry> taken = new ArrayList<>();
        waiting.drainTo(taken);
        List<ChunkRun> runs = new ArrayList<>();
        for (Entry entry : taken) {
            switch (entry) {
                case ChunkRun run -> runs.add(run);
                case Call call -> waiting.add(call);
            }
        }
        return runs;
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
        while (!count(-1)) {
            Entry next;
            try {
                next = waiting.take();
            } catch (InterruptedException _) {
                // A job that interrupts its own thread does not end it.
                continue;
            }
            switch (next) {
                case ChunkRun run -> run.run(runner);
                case Call _ -> {}
            }
        }
    }
}
