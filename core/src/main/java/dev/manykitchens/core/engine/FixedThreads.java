package dev.manykitchens.core.engine;

import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A fixed number of platform threads behind one queue, of which lost ones are replaced. Tasks of a
/// higher priority are taken first. Thread-safe.
final class FixedThreads {

    private final EngineThreads threads;
    private final TaskQueue queue = new TaskQueue();
    private final ThreadPoolExecutor executor;
    private int size;

    FixedThreads(String name, int size) {
        this.size = size;
        this.threads = new EngineThreads(name);
        // A task that comes after the end can only be one that looks for work and would find none.
        this.executor =
                new ThreadPoolExecutor(
                        size,
                        size,
                        0,
                        TimeUnit.SECONDS,
                        queue,
                        threads,
                        new ThreadPoolExecutor.DiscardPolicy());
        int _ = executor.prestartAllCoreThreads();
    }

    /// Runs a task as soon as a thread has nothing more urgent to do.
    ///
    /// @param priority at least 0
    void execute(Runnable task, int priority) {
        if (priority == 0) {
            executor.execute(task);
        } else {
            queue.putBeside(task, priority);
            executor.execute(queue.ticket());
        }
    }

    /// How many tasks wait for a thread.
    int queued() {
        return queue.size();
    }

    /// Replaces a thread.
    synchronized void lose(Thread thread) {
        if (threads.lose(thread)) {
            size++;
            executor.setMaximumPoolSize(size);
            executor.setCorePoolSize(size);
            boolean _ = executor.prestartCoreThread();
        }
    }

    /// The calling thread came back although it was given up: from now on one thread fewer is
    /// wanted.
    synchronized void comeBack() {
        if (threads.comeBack()) {
            size--;
            executor.setCorePoolSize(size);
            executor.setMaximumPoolSize(size);
        }
    }

    void close() {
        executor.shutdown();
        threads.joinAll();
    }
}
