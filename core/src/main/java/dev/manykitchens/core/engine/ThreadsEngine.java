package dev.manykitchens.core.engine;

import dev.manykitchens.core.attempt.AttemptAbandonedException;
import dev.manykitchens.core.attempt.AttemptRunner;
import dev.manykitchens.core.attempt.RunEnvironment;

/// Platform threads behind one queue. Each source has a window of tasks in the queue, twice as many
/// as there are threads, each with a share in the source; a task runs one attempt, or some short
/// ones, and queues again behind the others of its source's priority, so sources of the same
/// priority take turns and no thread is ever without a task.
final class ThreadsEngine implements Engine {

    private final int size;
    private final FixedThreads threads;
    private final AttemptRunner runner;

    ThreadsEngine(String name, RunEnvironment environment, int size) {
        this.size = size;
        this.threads = new FixedThreads(name, size);
        this.runner = new AttemptRunner(environment);
    }

    @Override
    public void run(AttemptSource source) {
        int window = Math.min(2 * size, source.remaining());
        for (int i = 0; i < window; i++) {
            threads.execute(new Task(source), source.priority());
        }
    }

    @Override
    public void threadLost(Thread thread, AttemptSource source) {
        threads.lose(thread);
        threads.execute(new Task(source), source.priority());
    }

    @Override
    public void close() {
        threads.close();
    }

    private final class Task implements Runnable {

        private final Share share;
        private final int priority;

        Task(AttemptSource source) {
            this.share = source.share();
            this.priority = source.priority();
        }

        @Override
        public void run() {
            boolean more;
            try {
                more = share.run(runner);
            } catch (AttemptAbandonedException _) {
                threads.comeBack();
                return;
            }
            if (more) {
                threads.execute(this, priority);
            }
        }
    }
}
