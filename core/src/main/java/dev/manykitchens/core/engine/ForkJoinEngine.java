package dev.manykitchens.core.engine;

import dev.manykitchens.core.attempt.AttemptAbandonedException;
import dev.manykitchens.core.attempt.AttemptRunner;
import dev.manykitchens.core.attempt.RunEnvironment;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.TimeUnit;

/// Threads that steal work from each other. A source is one task that splits itself in halves until
/// one attempt is left; idle threads steal the largest halves. So a source of ten million attempts
/// is a few dozen tasks at any time. Which attempts they are is not settled by the split: each task
/// runs what there is until nothing is left, so the tasks that are late find nothing. A thread asks
/// between two attempts whether a source of a higher priority is there: then it goes over to that
/// one, and leaves a task behind for its own.
final class ForkJoinEngine implements Engine {

    private final EngineThreads threads;
    private final ForkJoinPool pool;
    private final AttemptRunner runner;
    private final UrgentSources urgent = new UrgentSources();
    private int size;

    ForkJoinEngine(String name, RunEnvironment environment, int size) {
        this.size = size;
        this.threads = new EngineThreads(name);
        this.runner = new AttemptRunner(environment);
        // No spare threads for those that block: N is to mean N here, as everywhere.
        this.pool =
                new ForkJoinPool(
                        size,
                        this::newThread,
                        null,
                        false,
                        size,
                        size,
                        1,
                        _ -> true,
                        60,
                        TimeUnit.SECONDS);
    }

    private ForkJoinWorkerThread newThread(ForkJoinPool owner) {
        ForkJoinWorkerThread thread =
                ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(owner);
        threads.adopt(thread);
        return thread;
    }

    @Override
    public void run(AttemptSource source) {
        if (source.remaining() > 0) {
            urgent.add(source);
            pool.execute(new Half(source, source.remaining()));
        }
    }

    @Override
    public synchronized void threadLost(Thread thread, AttemptSource source) {
        if (threads.lose(thread)) {
            size++;
            int _ = pool.setParallelism(size);
        }
        // Takes over what the lost one had not begun.
        pool.execute(new Half(source, 1));
    }

    private synchronized void comeBack() {
        if (threads.comeBack()) {
            size--;
            int _ = pool.setParallelism(size);
        }
    }

    @Override
    public void close() {
        // Nothing is left to run, and an orderly shutdown would wait for threads that were lost.
        var _ = pool.shutdownNow();
        threads.joinAll();
    }

    private final class Half extends RecursiveAction {

        private static final long serialVersionUID = 1L;

        private final transient AttemptSource source;
        private int attempts;

        Half(AttemptSource source, int attempts) {
            this.source = source;
            this.attempts = attempts;
        }

        @Override
        protected void compute() {
            attempts = Math.min(attempts, source.remaining());
            while (attempts > 1) {
                int given = attempts / 2;
                attempts -= given;
                var _ = new Half(source, given).fork();
            }
            try {
                work(source);
            } catch (AttemptAbandonedException _) {
                comeBack();
            }
        }
    }

    /// Runs attempts of a source until it has nothing left, or of more urgent ones that come
    /// meanwhile until they have nothing left.
    private void work(AttemptSource first) {
        AttemptSource source = first;
        Share share = source.share();
        boolean more = true;
        while (more) {
            AttemptSource moreUrgent = urgent.above(source.priority());
            if (moreUrgent != null) {
                pool.execute(new Half(source, 1));
                source = moreUrgent;
                share = source.share();
            }
            more = share.run(runner);
        }
        urgent.remove(source);
    }
}
