package dev.manykitchens.core.engine;

import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A number of platform threads behind one queue, of which lost ones are replaced. Tasks of a
/// higher priority are taken first. Thread-safe.
final class FixedThreads {

    private final EngineThreads threads;
    private final TaskQueue queue = new TaskQueue();
    private final ThreadPoolExecutor executor;

    /// How many there are to be, lost ones not counted.
    private int wanted;

    /// The same with the lost ones, which the executor still counts.
    private int size;

    FixedThreads(String name, int size) {
        this.wanted = size;
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

    /// Changes how many threads there are: more start at once, fewer end when their task does.
    ///
    /// @param count at least 1
    synchronized void resize(int count) {
        setSize(size + count - wanted);
        wanted = count;
        int _ = executor.prestartAllCoreThreads();
    }

    /// Replaces a thread.
    synchronized void lose(Thread thread) {
        if (threads.lose(thread)) {
            setSize(size + 1);
            boolean _ = executor.prestartCoreThread();
        }
    }

    /// The calling thread came back although it was given up: from now on one thread fewer is
    /// wanted.
    synchronized void comeBack() {
        if (threads.comeBack()) {
            setSize(size - 1);
        }
    }

    /// In an order in which the core never exceeds the maximum.
    private void setSize(int now) {
        if (now > size) {
            executor.setMaximumPoolSize(now);
            executor.setCorePoolSize(now);
        } else {
            executor.setCorePoolSize(now);
            executor.setMaximumPoolSize(now);
        }
        size = now;
    }

    void close() {
        executor.shutdown();
        threads.joinAll();
    }
}
