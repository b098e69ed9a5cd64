package dev.manykitchens.benchmarks.peers;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// What the JDK has by itself: two threads of this JVM, a task and a future a job.
final class JvmSide implements Side {

    private static final String NAME = "Java";

    /// One was faster than four, which get in each other's way at the queue.
    private static final Submitters SUBMITTER = new Submitters(1);

    private final ExecutorService pool = Executors.newFixedThreadPool(2);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return "";
    }

    @Override
    public List<Way> open() {
        return List.of(
                new Way(
                        Handing.HERE,
                        "Java newFixedThreadPool(2)",
                        "submit",
                        Clocked.over(numbers ->
                                SUBMITTER.sum(
                                        numbers,
                                        n -> pool.submit(() -> (long) n * n),
                                        Long::longValue))));
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
