package dev.manykitchens.benchmarks.dispatch;

import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.Pools;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// What pools inside this JVM cost a job beside what they stand on: the same tiny job, a future
/// each, on both sides.
final class InJvmSection implements Section {

    private static final SubmitLoad LOAD = new SubmitLoad(2, 1000);
    private static final int THREADS = 2;
    private static final double NANOS = 1e9;
    private static final Bound OVERHEAD = Bound.atMost(1.3);

    @Override
    public String name() {
        return "in-jvm";
    }

    @Override
    public String question() {
        return "what do threads, virtual and async cost a job beside what they stand on?";
    }

    @Override
    public void measure(Effort effort, Findings findings) throws Exception {
        try (ExecutorService bare = Executors.newFixedThreadPool(THREADS)) {
            add(
                    findings,
                    effort,
                    "threads:" + THREADS,
                    "a fixed pool",
                    number -> bare.submit(() -> number * number));
        }
        try (ExecutorService bare = Executors.newVirtualThreadPerTaskExecutor()) {
            add(
                    findings,
                    effort,
                    "virtual",
                    "a virtual thread a job",
                    number -> bare.submit(() -> number * number));
        }
        try (ExecutorService bare = Executors.newSingleThreadExecutor()) {
            add(
                    findings,
                    effort,
                    "async",
                    "CompletableFuture on one thread",
                    number -> CompletableFuture.supplyAsync(() -> number * number, bare));
        }
    }

    private static void add(
            Findings findings,
            Effort effort,
            String spec,
            String bareName,
            SubmitLoad.Submitter bare)
            throws Exception {
        try (Pool pool = Pools.open(spec)) {
            findings.add(
                    "a tiny job on %s; %s".formatted(spec, bareName),
                    Alternation.of(
                            effort,
                            () -> nanos(effort, number -> pool.submit("compute_square", number)),
                            () -> nanos(effort, bare)),
                    0,
                    1,
                    Units::nanos,
                    OVERHEAD);
        }
    }

    private static double nanos(Effort effort, SubmitLoad.Submitter submitter) throws Exception {
        return NANOS / LOAD.rate(effort.turn(), submitter);
    }
}
