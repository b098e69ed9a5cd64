package dev.manykitchens.coordinator.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.OperatingSystemMXBean;

import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.cluster.WorkerRow;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.pool.RunningBatch;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.v1.Assignment;
import dev.manykitchens.proto.v1.Results;

import io.grpc.ManagedChannel;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// One coordinator, a thousand streams of workers and a million queued jobs: what each job costs
/// beside ten workers, measured in turns, and how much memory it takes.
///
/// The workers answer at once, in this JVM, so that next to everything that is measured is the
/// coordinator and the way there and back. Another program may take a core for as long as a
/// measurement lasts, so one that is too large counts only when it is so [#TRIES] times: what is
/// wrong is wrong every time. `-Dscale.rounds=15 -Dscale.leases=20000` measures longer.
@Tag("measures")
class ScaleTest {

    private static final int FEW = 10;
    private static final int MANY = 1_000;
    private static final int JOBS = 1_000_000;

    /// Jobs that go one by one: so many leases.
    private static final int LONG_JOBS = Integer.getInteger("scale.leases", 5_000);

    private static final int ROUNDS = Integer.getInteger("scale.rounds", 5);
    private static final int TRIES = 3;
    private static final double MOST_RATIO = 1.5;

    /// With a million jobs queued and a thousand workers, client and workers of this JVM among it.
    private static final long MOST_HEAP = 256L << 20;

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /// What workers were given while they were told to be silent.
    private static final Queue<Runnable> UNANSWERED = new ConcurrentLinkedQueue<>();

    private static volatile boolean silent;

    private static final AtomicLong LEASES = new AtomicLong();

    /// What a job cost, in nanoseconds: of time, and of CPU time of everybody here; and in how many
    /// leases all of them went.
    private record Cost(double nanos, double cpuNanos, double leases) {

        static Cost median(List<Cost> costs) {
            return new Cost(
                    middle(costs.stream().mapToDouble(Cost::nanos).toArray()),
                    middle(costs.stream().mapToDouble(Cost::cpuNanos).toArray()),
                    middle(costs.stream().mapToDouble(Cost::leases).toArray()));
        }

        private static double middle(double[] values) {
            Arrays.sort(values);
            return values[values.length / 2];
        }
    }

    @Test
    @Timeout(300)
    void aThousandWorkersCostAJobHardlyMoreThanTen(@TempDir Path directory) throws Exception {
        try (ServedCluster few = cluster(directory.resolve("few"), FEW);
                ServedCluster many = cluster(directory.resolve("many"), MANY)) {
            requireBoundedMemory(many);
            requireRatio("jobs in chunks", few, many, JOBS, 100);
            requireRatio("jobs one by one", few, many, LONG_JOBS, 5_000_000);
            tellOfRest();
        }
    }

    /// What the heartbeats of all these workers cost while nothing else happens.
    private static void tellOfRest() throws InterruptedException {
        long cpu = PROCESS.getProcessCpuTime();
        Thread.sleep(Duration.ofSeconds(2));
        System.out.printf(
                "heartbeats of %d workers take %.2f of a core%n",
                FEW + MANY, (PROCESS.getProcessCpuTime() - cpu) / 2e9);
    }

    private static void requireRatio(
            String what, ServedCluster few, ServedCluster many, int jobs, long jobNanos)
            throws Exception {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < TRIES && least > MOST_RATIO; i++) {
            least = Math.min(least, ratio(what, few, many, jobs, jobNanos));
        }
        assertThat(least).as(what).isLessThanOrEqualTo(MOST_RATIO);
    }

    /// How many times as long a job takes with many workers: the middle one of all rounds' ratios.
    private static double ratio(
            String what, ServedCluster few, ServedCluster many, int jobs, long jobNanos)
            throws Exception {
        List<Cost> ofFew = new ArrayList<>();
        List<Cost> ofMany = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            Cost a = cost(few, jobs, jobNanos);
            Cost b = cost(many, jobs, jobNanos);
            if (round > 0) { // the first one warms up
                ofFew.add(a);
                ofMany.add(b);
            }
        }
        Cost a = Cost.median(ofFew);
        Cost b = Cost.median(ofMany);
        double ratio = middleRatio(ofFew, ofMany, Cost::nanos);
        System.out.printf(
                "%d %s:%n  %4d workers: %.0f jobs/s, %.0f ns CPU a job, %.0f leases%n  %4d workers: %.0f jobs/s, %.0f ns CPU a job, %.0f leases%n  ratio: %.2f of time, %.2f of CPU%n",
                jobs,
                what,
                FEW,
                1e9 / a.nanos(),
                a.cpuNanos(),
                a.leases(),
                MANY,
                1e9 / b.nanos(),
                b.cpuNanos(),
                b.leases(),
                ratio,
                middleRatio(ofFew, ofMany, Cost::cpuNanos));
        return ratio;
    }

    private static double middleRatio(
            List<Cost> few, List<Cost> many, ToDoubleFunction<Cost> what) {
        return Cost.middle(
                IntStream.range(0, few.size())
                        .mapToDouble(round ->
                                what.applyAsDouble(many.get(round))
                                        / what.applyAsDouble(few.get(round)))
                        .toArray());
    }

    private static Cost cost(ServedCluster cluster, int jobs, long jobNanos) throws Exception {
        AtomicLong succeeded = new AtomicLong();
        Batch batch = batch(cluster, jobs, jobNanos);
        long leases = LEASES.get();
        long cpu = PROCESS.getProcessCpuTime();
        long begin = System.nanoTime();
        RunningBatch running = cluster.pool().start(batch, counting(succeeded));
        try {
            running.done().get(60, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            ClusterView view = cluster.coordinator().view().get(20, TimeUnit.SECONDS);
            throw new AssertionError(
                    "jobs must end within a minute, %d of %d did; %s; workers lost: %d, here: %s"
                            .formatted(
                                    succeeded.get(),
                                    jobs,
                                    view.totals(),
                                    view.workersLost(),
                                    view.workers().stream()
                                            .collect(
                                                    Collectors.groupingBy(
                                                            WorkerRow::state,
                                                            Collectors.counting()))),
                    e);
        }
        Cost cost =
                new Cost(
                        (System.nanoTime() - begin) / (double) jobs,
                        (PROCESS.getProcessCpuTime() - cpu) / (double) jobs,
                        LEASES.get() - leases);
        assertThat(succeeded).hasValue(jobs);
        return cost;
    }

    /// A million jobs wait at the coordinator while nobody answers.
    private static void requireBoundedMemory(ServedCluster cluster) throws Exception {
        silent = true;
        AtomicLong succeeded = new AtomicLong();
        AtomicLong ended = new AtomicLong();
        RunningBatch waiting =
                cluster.pool().start(batch(cluster, JOBS, 100), counting(succeeded, ended));
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        cluster.coordinator().view().get(20, TimeUnit.SECONDS).totals().queued()
                                        + MANY
                                >= JOBS);
        long heap = heapAfterCollection();
        System.out.printf(
                "%d jobs queued, %d workers: %d MiB of heap after a collection, at most %d%n",
                JOBS, MANY, heap >> 20, MOST_HEAP >> 20);
        assertThat(heap).isLessThan(MOST_HEAP);
        long begin = System.nanoTime();
        waiting.cancel();
        waiting.done().get(60, TimeUnit.SECONDS);
        System.out.printf(
                "%d jobs cancelled in %d ms%n", JOBS, (System.nanoTime() - begin) / 1_000_000);
        assertThat(succeeded).hasValue(0);
        assertThat(ended).hasValue(JOBS);
        await().until(() -> UNANSWERED.size() >= MANY);
        silent = false;
        UNANSWERED.forEach(Runnable::run);
        UNANSWERED.clear();
    }

    private static long heapAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /// Its arguments say how long the workers say that each job took.
    private static Batch batch(ServedCluster cluster, int jobs, long jobNanos) {
        return new Batch(
                cluster.pool().recipes().get("compute_square"),
                Columns.of(
                        Column.ofLongs(LongStream.generate(() -> jobNanos).limit(jobs).toArray())),
                BatchOptions.DEFAULTS);
    }

    private static ServedCluster cluster(Path directory, int workers) throws Exception {
        ServedCluster cluster = new ServedCluster(directory, 1, ScaleTest::answer);
        ManagedChannel channel = cluster.channel(cluster.token(Role.WORKER));
        for (int i = 0; i < workers - 1; i++) {
            // A connection has at most 64 calls.
            channel = i % 50 == 0 ? cluster.channel(cluster.token(Role.WORKER)) : channel;
            var _ =
                    new RawWorker(channel)
                            .join(RawWorker.hello("w" + i, 1, "compute_square"), ScaleTest::answer);
        }
        return cluster;
    }

    /// Says of each job that it took as long as its argument says.
    private static void answer(RawWorker worker, Assignment assignment) {
        if (silent) {
            UNANSWERED.add(() -> answer(worker, assignment));
            return;
        }
        LEASES.incrementAndGet();
        long jobNanos = assignment.getArguments(0).getIntegers().getSmall(0);
        Results.Builder results =
                RawWorker.report(assignment, Column.ofLongs(new long[assignment.getCount()]));
        results.clearRanNanos().clearOtherNanos();
        for (int job = 0; job < assignment.getCount(); job++) {
            results.addRanNanos(jobNanos);
        }
        worker.report(results);
    }

    private static BatchListener counting(AtomicLong succeeded) {
        return counting(succeeded, new AtomicLong());
    }

    private static BatchListener counting(AtomicLong succeeded, AtomicLong ended) {
        return new BatchListener() {
            @Override
            public void succeeded(int first, Column results) {
                succeeded.addAndGet(results.size());
            }

            @Override
            public void ended(int job, Outcome outcome) {
                ended.incrementAndGet();
            }
        };
    }
}
