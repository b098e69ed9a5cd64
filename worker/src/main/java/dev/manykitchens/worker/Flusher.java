package dev.manykitchens.worker;

import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Sends what slow chunks have finished so far: a job that takes seconds must not keep back the
/// results of those before it. Looks at the chunks that are here; rests when there were none for a
/// while. Not at once: to wake a thread for each of many short jobs would take longer than they do.
final class Flusher {

    private static final long LOOK_EVERY_NANOS = ChunkRun.FLUSH_AFTER.toNanos() / 2;
    private static final int IDLE_LOOKS_BEFORE_REST = 40;

    private final Supplier<Collection<ChunkRun>> runs;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("worker-flusher").unstarted(this::flush);

    private volatile boolean resting;

    Flusher(Supplier<Collection<ChunkRun>> runs) {
        this.runs = runs;
    }

    void start() {
        thread.start();
    }

    /// There is a chunk.
    void wake() {
        if (resting) {
            LockSupport.unpark(thread);
        }
    }

    private void flush() {
        int idleLooks = 0;
        while (true) {
            Collection<ChunkRun> present = runs.get();
            if (present.isEmpty()) {
                idleLooks++;
            } else {
                idleLooks = 0;
                long now = System.nanoTime();
                present.forEach(run -> run.flushIfDue(now));
            }
            if (idleLooks < IDLE_LOOKS_BEFORE_REST) {
                sleep();
            } else {
                rest();
                idleLooks = 0;
            }
        }
    }

    private void rest() {
        resting = true;
        // Whoever brings a chunk sees that this rests, or is seen here.
        if (runs.get().isEmpty()) {
            LockSupport.park(this);
        }
        resting = false;
    }

    private static void sleep() {
        try {
            TimeUnit.NANOSECONDS.sleep(LOOK_EVERY_NANOS);
        } catch (InterruptedException _) {
            // Looking too early does no harm.
        }
    }
}
