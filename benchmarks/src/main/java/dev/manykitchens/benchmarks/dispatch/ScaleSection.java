package dev.manykitchens.benchmarks.dispatch;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.pool.RunningBatch;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/// What a job costs the coordinator with few workers and few jobs, and with many of both; and the
/// memory of a queued one.
final class ScaleSection implements Section {

    private static final int FEW_WORKERS = 2;
    private static final int FEW_JOBS = 10_000;
    private static final int MANY_WORKERS = 1000;
    private static final int MANY_JOBS = 10_000_000;
    private static final long SHORT_NANOS = 100;
    private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final double MOST_BYTES = 32;
    private static final Bound FLAT = Bound.atMost(1.5);

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public String question() {
        return "does a job cost more with a thousand workers and ten million queued jobs?";
    }

    @Override
    public void measure(Effort effort, Findings findings) throws Exception {
        int many = effort.jobs(MANY_JOBS);
        addMemory(findings, effort, many);
        addCost(findings, effort, many, "short jobs in chunks", SHORT_NANOS);
        addCost(findings, effort, many, "long jobs one by one", LONG_NANOS);
    }

    private static void addCost(
            Findings findings, Effort effort, int many, String which, long jobNanos)
            throws Exception {
        Batch fewJobs = PaperCluster.batch(FEW_JOBS);
        Batch manyJobs = PaperCluster.batch(many);
        try (PaperCluster large = new PaperCluster(MANY_WORKERS, jobNanos);
                PaperCluster small = new PaperCluster(FEW_WORKERS, jobNanos)) {
            findings.add(
                    "%s: %d workers, %d queued against %d, %d"
                            .formatted(which, MANY_WORKERS, many, FEW_WORKERS, FEW_JOBS),
                    Alternation.of(
                            effort,
                            () -> large.nanosPerJob(effort.turn(), manyJobs),
                            () -> small.nanosPerJob(effort.turn(), fewJobs)),
                    0,
                    1,
                    Units::nanos,
                    FLAT);
        }
    }

    private static void addMemory(Findings findings, Effort effort, int jobs) throws Exception {
        double[] bytes = new double[effort.rounds()];
        for (int round = 0; round < bytes.length; round++) {
            bytes[round] = bytesPerJob(jobs);
        }
        Spread spread = Spread.of(bytes);
        findings.add(
                "memory of a job of %d queued, its argument included; limit".formatted(jobs),
                Units.bytes(spread.median()),
                Units.bytes(MOST_BYTES),
                spread.over(MOST_BYTES),
                Bound.atMost(1));
    }

    private static double bytesPerJob(int jobs) throws Exception {
        try (PaperCluster cluster = new PaperCluster(FEW_WORKERS, SHORT_NANOS)) {
            cluster.silence();
            long before = heapAfterCollection();
            RunningBatch waiting = cluster.start(PaperCluster.batch(jobs));
            cluster.settle();
            double bytes = (heapAfterCollection() - before) / (double) jobs;
            if (waiting.done().isDone()) {
                throw new IllegalStateException("queued jobs must wait, they ended");
            }
            return bytes;
        }
    }

    private static long heapAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
