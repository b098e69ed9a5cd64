package dev.manykitchens.coordinator.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.manykitchens.core.cluster.BatchRow;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.proto.link.ColumnCodec;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.v1.Assignment;
import dev.manykitchens.proto.v1.Results;
import dev.manykitchens.proto.v1.SubmitResponse;

import io.grpc.Status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/// Clients that read more slowly than workers work: nothing piles up, and nobody is cut off who
/// reads.
@ResourceLock(Resources.SYSTEM_ERR)
class SlowClientTest {

    private static final String SQUARE = "compute_square";

    /// The first argument whose result is large.
    private static final long LARGE = 1L << 40;

    /// A large result has about so many bytes.
    private static final int RESULT_BYTES = 20_000;

    /// What a client's own transport takes of a stream before the client reads it.
    private static final int WINDOW_BYTES = 1 << 20;

    private static final int BEHIND_BYTES = 64 << 10;

    /// What may wait for the thread that makes deliveries, however seldom that has a turn, must not
    /// be so much.
    private static final int CUT_BYTES = 4 << 20;

    private static final int JOBS = 1_000;

    /// So many messages, results and events, a slow client reads at a time.
    private static final int AT_ONCE = 20;

    private final AtomicInteger leases = new AtomicInteger();

    @TempDir private Path directory;

    @Test
    void nothingMoreIsRunForWhoDoesNotReadAndAllIsThereInOrderWhenItReadsOn() throws Exception {
        try (ServedCluster cluster = cluster();
                RawClient client = client(cluster)) {
            awaitPause(cluster);

            int most = (WINDOW_BYTES + BEHIND_BYTES) / RESULT_BYTES + JOBS / 10;
            assertThat(leases).as("leases that were given").hasValueBetween(1, most);
            assertThat(queued(cluster)).isGreaterThanOrEqualTo(JOBS - most);
            cluster.requireWorking();
            assertThat(queued(cluster)).isGreaterThanOrEqualTo(JOBS - most);

            client.read(Integer.MAX_VALUE);
            requireAllInOrder(client);
        }
    }

    @Test
    void whoReadsSlowlyButAlwaysIsNotCutOffHoweverMuchPasses() throws Exception {
        assertThat(JOBS * RESULT_BYTES).isGreaterThan(4 * CUT_BYTES);
        try (ServedCluster cluster = cluster();
                RawClient client = client(cluster)) {
            int read = client.hasRead();
            while (queued(cluster) > 0) {
                // As far behind as it can be.
                awaitPause(cluster);
                client.ping();
                int next = read + AT_ONCE;
                client.read(AT_ONCE);
                awaitSoon("messages to be read", () -> client.hasRead() >= next);
                read = next;
            }

            client.read(Integer.MAX_VALUE);
            requireAllInOrder(client);
        }
    }

    @Test
    void whoReadsNothingOfWhatIsOutAlreadyIsCutOff() throws Exception {
        int threads = 160;
        int cutBytes = 1 << 20;
        assertThat(threads * RESULT_BYTES).isGreaterThan(WINDOW_BYTES + BEHIND_BYTES + cutBytes);
        List<Runnable> out = new CopyOnWriteArrayList<>();
        AtomicBoolean atOnce = new AtomicBoolean();
        RawWorker.AssignmentListener does =
                (worker, lease) -> {
                    if (atOnce.get()) {
                        work(worker, lease);
                    } else {
                        out.add(() -> work(worker, lease));
                    }
                };
        try (ServedCluster cluster =
                        new ServedCluster(
                                directory,
                                threads,
                                does,
                                new UnreadLimits(BEHIND_BYTES, cutBytes));
                RawClient client = client(cluster)) {
            awaitSoon("every thread to have a job", () -> out.size() == threads);

            atOnce.set(true);
            out.forEach(Runnable::run);
            // Another client hears of its jobs behind those.
            cluster.requireWorking();
            client.read(Integer.MAX_VALUE);

            assertThat(client.end().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(client.end().getDescription())
                    .isEqualTo("a client must read what it is sent, left more than 1 MiB unread");
        }
    }

    private ServedCluster cluster() throws Exception {
        return new ServedCluster(
                directory, 1, this::work, new UnreadLimits(BEHIND_BYTES, CUT_BYTES));
    }

    /// One with a batch of large results that reads no more than its welcome and that there is room
    /// for its batch.
    private static RawClient client(ServedCluster cluster) throws Exception {
        RawClient client = new RawClient(cluster.channel(cluster.token(Role.CLIENT)), 1).join();
        client.say(RawClient.start(1, SQUARE, JOBS).setArgumentBytes(100_000));
        while (!client.hasHeard()) {
            int next = client.hasRead() + 1;
            client.read(1);
            awaitSoon("a message to be read", () -> client.hasRead() >= next);
        }
        assertThat(client.next().hasBatchAccepted()).isTrue();
        long[] arguments = LongStream.range(LARGE, LARGE + JOBS).toArray();
        client.say(RawClient.arguments(1, 0, Column.ofLongs(arguments)));
        awaitSoon("the batch to be there", () -> row(cluster).isPresent());
        return client;
    }

    /// Waits until nothing of the batch runs though some of it waits and a worker has nothing to
    /// do; or nothing waits any more.
    private static void awaitPause(ServedCluster cluster) {
        awaitSoon(
                "the client to be behind",
                () ->
                        row(cluster)
                                .map(row -> row.running() == 0 || row.queued() == 0)
                                .orElse(true));
    }

    private static int queued(ServedCluster cluster) throws Exception {
        return row(cluster).map(BatchRow::queued).orElse(0);
    }

    private static Optional<BatchRow> row(ServedCluster cluster) throws Exception {
        return cluster.coordinator().view().get(20, TimeUnit.SECONDS).batches().stream()
                .filter(row -> row.jobs() == JOBS)
                .findFirst();
    }

    private static void awaitSoon(String what, Callable<Boolean> holds) {
        await(what).pollInterval(Duration.ofMillis(1)).until(holds);
    }

    private static void requireAllInOrder(RawClient client) throws Exception {
        int job = 0;
        for (SubmitResponse next = client.next(); !next.hasBatchFinished(); next = client.next()) {
            if (next.hasPong()) {
                continue;
            }
            assertThat(next.hasSucceeded()).as("%s", next.getMessageCase()).isTrue();
            assertThat(next.getSucceeded().getFirst()).isEqualTo(job);
            Column results = ColumnCodec.decode(next.getSucceeded().getResults());
            for (int i = 0; i < results.size(); i++) {
                BigInteger argument = BigInteger.valueOf(LARGE + job++);
                assertThat(results.get(i)).isEqualTo(Value.of(large(argument)));
            }
        }
        assertThat(job).isEqualTo(JOBS);
        assertThat(client.isOver()).isFalse();
    }

    private static BigInteger large(BigInteger argument) {
        return argument.shiftLeft(8 * RESULT_BYTES);
    }

    private void work(RawWorker worker, Assignment lease) {
        Results.Builder results =
                RawWorker.results(
                        lease, n -> n.longValueExact() < LARGE ? n.multiply(n) : large(n));
        boolean isLarge = results.getResults().getSerializedSize() > RESULT_BYTES;
        if (isLarge) {
            leases.incrementAndGet();
            // Long jobs go one by one.
            for (int job = 0; job < results.getCount(); job++) {
                results.setRanNanos(job, 50_000_000);
            }
        }
        worker.report(results);
    }
}
