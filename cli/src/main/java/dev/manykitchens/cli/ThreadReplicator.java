package dev.manykitchens.cli;

import dev.manykitchens.simulator.study.Replicator;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// Runs replications on as many threads as there are cores.
final class ThreadReplicator implements Replicator, AutoCloseable {

    private final int parallel;
    private final ExecutorService threads;

    ThreadReplicator(int parallel) {
        this.parallel = parallel;
        this.threads = Executors.newFixedThreadPool(parallel);
    }

    @Override
    public int parallel() {
        return parallel;
    }

    @Override
    public <T> List<T> all(List<Supplier<T>> tasks) throws InterruptedException {
        List<Future<T>> futures = new ArrayList<>();
        tasks.forEach(task -> futures.add(threads.submit(task::get)));
        List<T> results = new ArrayList<>();
        try {
            for (Future<T> future : futures) {
                results.add(future.get());
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("a replication must throw nothing else", e);
        } finally {
            futures.forEach(future -> future.cancel(false));
        }
        return results;
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
