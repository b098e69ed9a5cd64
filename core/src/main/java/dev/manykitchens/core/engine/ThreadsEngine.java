package dev.manykitchens.core.engine;

import dev.manykitchens.core.attempt.AttemptAbandonedException;
import dev.manykitchens.core.attempt.AttemptRunner;
import dev.manykitchens.core.attempt.RunEnvironment;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Platform threads behind one queue. Each source has a window of tasks in the queue, twice as many
/// as there are threads, each with a share in the source; a task runs one attempt, or some short
/// ones, and queues again behind the others of its source's priority, so sources of the same
/// priority take turns and no thread is ever without a task. When there are more threads, sources
/// that may have more attempts left get more tasks.
final class ThreadsEngine implements Engine {

    private final FixedThreads threads;
    private final AttemptRunner runner;

    /// Written under the monitor.
    private volatile int size;

    /// Those of more than one attempt that may have attempts left; no more than may be unfinished.
    private final Set<AttemptSource> sources = ConcurrentHashMap.newKeySet();

    ThreadsEngine(String name, RunEnvironment environment, int size) {
        this.size = size;
        this.threads = new FixedThreads(name, size);
        this.runner = new AttemptRunner(environment);
    }

    @Override
    public void run(AttemptSource source) {
        int remaining = source.remaining();
        if (remaining > 1) {
            // Before the size is read: who changes it gives tasks to those that are here.
            sources.add(source);
        }
        int window = Math.min(2 * size, remaining);
        addTasks(source, window);
    }

    @Override
    public synchronized void resize(int count) {
        int more = 2 * (count - size);
        size = count;
        threads.resize(count);
        sources.forEach(source -> addTasks(source, Math.min(more, source.remaining())));
    }

    private void addTasks(AttemptSource source, int tasks) {
        for (int i = 0; i < tasks; i++) {
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

        private final AttemptSource source;
        private final Share share;
        private final int priority;

        Task(AttemptSource source) {
            this.source = source;
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
            } else {
                sources.remove(source);
            }
        }
    }
}
