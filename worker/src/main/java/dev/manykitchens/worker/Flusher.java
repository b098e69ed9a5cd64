package dev.manykitchens.worker;

import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Sends what slow chunks have finished so far: a job that takes seconds must not keep back the
/// results of those before it. Looks at the chunks that are here; sleeps while there are none.
final class Flusher {

    private static final long LOOK_EVERY_NANOS = ChunkRun.FLUSH_AFTER.toNanos() / 2;

    private final Supplier<Collection<ChunkRun>> runs;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("worker-flusher").unstarted(this::flush);

    Flusher(Supplier<Collection<ChunkRun>> runs) {
        this.runs = runs;
    }

    void start() {
        thread.start();
    }

    /// There is a chunk.
    void wake() {
        LockSupport.unpark(thread);
    }

    private void flush() {
        while (true) {
            Collection<ChunkRun> present = runs.get();
            if (present.isEmpty()) {
                LockSupport.park(this);
            } else {
                long now = System.nanoTime();
                present.forEach(run -> run.flushIfDue(now));
                sleep();
            }
        }
    }

    private static void sleep() {
        try {
            TimeUnit.NANOSECONDS.sleep(LOOK_EVERY_NANOS);
        } catch (InterruptedException _) {
            // Looking too early does no harm.
        }
    }
}
