package dev.manykitchens.coordinator.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;

import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.cluster.JobTotals;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.v1.Assignment;
import dev.manykitchens.proto.v1.BatchCancel;
import dev.manykitchens.proto.v1.SubmitRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// What becomes of the counts when a client goes away from its jobs, and when it comes back. Its
/// worker answers when the test says so.
@ResourceLock(Resources.SYSTEM_ERR)
class OrphanedJobsTest {

    private static final String SQUARE = "compute_square";
    private static final int JOBS = 10;

    @TempDir Path directory;

    private final BlockingQueue<Assignment> held = new LinkedBlockingQueue<>();
    private ServedCluster cluster;
    private volatile boolean works;

    @BeforeEach
    void open() throws Exception {
        cluster =
                new ServedCluster(
                        directory,
                        1,
                        (worker, assignment) -> {
                            if (works) {
                                answer(worker, assignment);
                            } else {
                                held.add(assignment);
                            }
                        });
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void whoIsCutOffAndHandsItsJobsInAgainOrphansThemOnceAndSubmitsThemTwice() throws Exception {
        RawClient cutOff = client();
        submit(cutOff, new BitSet());
        Assignment first = next();
        answer(cluster.goodWorker(), first);
        assertThat(cutOff.next().hasSucceeded()).isTrue();
        int done = first.getCount();
        assertThat(done).isBetween(1, JOBS - 1);

        cutOff.close();
        await().until(() -> totals().orphaned() > 0);

        assertThat(totals())
                .isEqualTo(new JobTotals(JOBS, 0, 0, 0, done, 0, 0, JOBS - done, 0, 0, 0));
        BitSet settled = new BitSet();
        settled.set(first.getFirst(), first.getFirst() + done);
        RawClient back = client();
        submit(back, settled);
        await().until(() -> totals().settledElsewhere() == done);
        assertThat(totals().wanted()).isEqualTo(JOBS);

        works = true;
        for (Assignment rest = held.poll(); rest != null; rest = held.poll()) {
            answer(cluster.goodWorker(), rest);
        }
        await().until(() -> totals().ended() == totals().taken());

        assertThat(totals())
                .isEqualTo(new JobTotals(2 * JOBS, done, 0, 0, JOBS, 0, 0, JOBS - done, 0, 0, 0));
        back.close();
    }

    @Test
    void whatWasCancelledBeforeItsClientWentAwayStaysCancelled() throws Exception {
        RawClient leaves = client();
        submit(leaves, new BitSet());
        leaves.say(
                SubmitRequest.newBuilder()
                        .setBatchCancel(BatchCancel.newBuilder().setBatch(1).addJobs(JOBS - 1)));
        await().until(() -> totals().cancelled() == 1);

        leaves.close();
        await().until(() -> totals().orphaned() > 0);

        assertThat(totals()).isEqualTo(new JobTotals(JOBS, 0, 0, 0, 0, 0, 1, JOBS - 1, 0, 0, 0));
    }

    @Test
    void whoCancelsItsBatchAndLeavesOrphansNothing() throws Exception {
        RawClient leaves = client();
        submit(leaves, new BitSet());
        leaves.say(SubmitRequest.newBuilder().setBatchCancel(BatchCancel.newBuilder().setBatch(1)));
        await().until(() -> totals().cancelled() > 0);
        leaves.close();
        await().until(() -> view().clients().size() == 1);

        assertThat(totals()).isEqualTo(new JobTotals(JOBS, 0, 0, 0, 0, 0, JOBS, 0, 0, 0, 0));
    }

    private RawClient client() throws Exception {
        return new RawClient(cluster.channel(cluster.token(Role.CLIENT))).join();
    }

    private static void submit(RawClient client, BitSet settled) {
        client.say(
                RawClient.start(1, SQUARE, JOBS)
                        .setSettled(ByteString.copyFrom(settled.toByteArray())));
        client.say(
                RawClient.arguments(
                        1, 0, Column.ofLongs(IntStream.range(0, JOBS).asLongStream().toArray())));
    }

    private Assignment next() throws InterruptedException {
        Assignment assignment = held.poll(20, TimeUnit.SECONDS);
        assertThat(assignment).isNotNull();
        return assignment;
    }

    private static void answer(RawWorker worker, Assignment assignment) {
        worker.report(RawWorker.results(assignment, (BigInteger n) -> n.multiply(n)));
    }

    private JobTotals totals() throws Exception {
        JobTotals totals = view().totals();
        requireSum(totals);
        return totals;
    }

    private ClusterView view() throws Exception {
        return cluster.coordinator().view().get(20, TimeUnit.SECONDS);
    }

    private static void requireSum(JobTotals totals) {
        assertThat(
                        totals.settledElsewhere()
                                + totals.queued()
                                + totals.running()
                                + totals.succeeded()
                                + totals.failed()
                                + totals.cancelled()
                                + totals.orphaned())
                .isEqualTo(totals.submitted());
    }
}
