package dev.manykitchens.coordinator.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.manykitchens.core.cluster.WorkerRow;
import dev.manykitchens.core.pool.JobFuture;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.proto.link.ColumnCodec;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.v1.Assignment;
import dev.manykitchens.proto.v1.Failure;
import dev.manykitchens.proto.v1.FailureKind;
import dev.manykitchens.proto.v1.Heartbeat;
import dev.manykitchens.proto.v1.NoneColumn;
import dev.manykitchens.proto.v1.ResourceRequest;
import dev.manykitchens.proto.v1.ResourceUse;
import dev.manykitchens.proto.v1.Results;
import dev.manykitchens.proto.v1.WorkRequest;

import io.grpc.Status;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/// What a worker that was let in can say: it ends that worker's stream and costs nobody else
/// anything. Jobs that only it was to run are run by an honest one that comes after it.
@ResourceLock(Resources.SYSTEM_ERR)
class HostileWorkerTest {

    /// A recipe that the good worker does not know.
    private static final String ECHO = "echo_integer";

    private static ServedCluster cluster;

    private final BlockingQueue<Assignment> assigned = new LinkedBlockingQueue<>();
    private final List<RawWorker> guests = new ArrayList<>();

    @BeforeAll
    static void serve(@TempDir Path directory) throws Exception {
        cluster = new ServedCluster(directory);
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @AfterEach
    void theOthersGoOn() throws Exception {
        guests.forEach(RawWorker::close);
        cluster.requireWorking();
        await().until(() -> cluster.workers().equals(List.of("good")));
    }

    @Test
    void columnsOfWrongLengthsEndTheStreamAndTheJobsRunElsewhere() throws Exception {
        List<UnaryOperator<Results.Builder>> twists =
                List.of(
                        r -> r.setResults(ColumnCodec.encode(Column.ofLongs(1, 2), 0, 2)),
                        r -> r.addRanNanos(1),
                        r -> r.addOtherNanos(1),
                        r -> r.setCount(Integer.MAX_VALUE),
                        r -> r.setCount(0),
                        r -> r.clearResults(),
                        r -> r.setStoveNanos(0, -1),
                        r -> r.setIdleNanos(0, Long.MAX_VALUE),
                        r -> r.setIdleNanos(0, Long.MIN_VALUE),
                        r -> r.setIdleNanos(0, -1),
                        r -> r.addFailures(failure(0)),
                        r -> r.addFailures(failure(Integer.MAX_VALUE)).clearResults(),
                        r -> r.setCreditsTotal(Long.MIN_VALUE),
                        r ->
                                r.setCount(Integer.MAX_VALUE)
                                        .setResults(
                                                dev.manykitchens.proto.v1.Column.newBuilder()
                                                        .setNones(
                                                                NoneColumn.newBuilder()
                                                                        .setCount(
                                                                                Integer
                                                                                        .MAX_VALUE))),
                        r ->
                                withoutTimes(r)
                                        .setCount(Integer.MAX_VALUE)
                                        .setResults(
                                                dev.manykitchens.proto.v1.Column.newBuilder()
                                                        .setNones(
                                                                NoneColumn.newBuilder()
                                                                        .setCount(
                                                                                Integer
                                                                                        .MAX_VALUE))),
                        r ->
                                r.setResults(
                                        dev.manykitchens.proto.v1.Column.newBuilder()
                                                .setNones(NoneColumn.newBuilder().setCount(-1))));
        for (UnaryOperator<Results.Builder> twist : twists) {
            RawWorker hostile = hostile("liar");
            JobFuture job = cluster.pool().submit(ECHO, 7);
            hostile.say(twist.apply(RawWorker.results(nextLease(), n -> n)));

            assertThat(hostile.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            cluster.requireSilence(String.valueOf(hostile.end().getDescription()));
            requireThatAnHonestWorkerDoes(job, 7L);
        }
    }

    @Test
    void resultsOfALeaseThatTheWorkerDoesNotHoldAreDroppedAndCounted() throws Exception {
        RawWorker holder = hostile("holder");
        JobFuture job = cluster.pool().submit(ECHO, 11);
        Assignment lease = nextLease();
        long before = dropped();

        RawWorker thief = join("thief", "none_of_this", (_, _) -> {});
        thief.say(RawWorker.results(lease, _ -> BigInteger.ZERO));
        for (long another : new long[] {0, -1, lease.getLease() + 1_000, Long.MAX_VALUE}) {
            thief.say(RawWorker.results(lease, n -> n).setLease(another));
        }
        await().until(() -> dropped() == before + 5);
        // With a gap, and from positions that do not exist.
        for (int first : new int[] {1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            holder.say(RawWorker.results(lease, n -> n).setFirst(first));
        }
        await().until(() -> dropped() == before + 9);
        assertThat(job.isDone()).isFalse();

        holder.report(RawWorker.results(lease, n -> n));
        assertThat(job.get(20, TimeUnit.SECONDS)).isEqualTo(11L);
        holder.say(RawWorker.results(lease, _ -> BigInteger.ONE));
        await().until(() -> dropped() == before + 10);
        thief.leave();
        holder.leave();
    }

    @Test
    void resultsOfALeaseThatWasGivenToAnotherMeanwhileAreDropped() throws Exception {
        RawWorker first = hostile("first");
        JobFuture job = cluster.pool().submit(ECHO, 13);
        Assignment lease = nextLease();
        first.close();
        RawWorker second = hostile("second");
        Assignment again = nextLease();
        assertThat(again.getLease()).isNotEqualTo(lease.getLease());

        long before = dropped();
        second.say(RawWorker.results(lease, _ -> BigInteger.ZERO));
        await().until(() -> dropped() == before + 1);
        second.report(RawWorker.results(again, n -> n));

        assertThat(job.get(20, TimeUnit.SECONDS)).isEqualTo(13L);
        second.leave();
    }

    @Test
    void whoClaimsMoreCreditsThanThereAreGetsNoMoreLeasesThanItHasThreadsAndPlaces()
            throws Exception {
        RawWorker greedy = hostile("greedy");
        for (long total : new long[] {1L << 31, (1L << 32) - 1, Long.MAX_VALUE}) {
            greedy.credits(total);
        }
        List<JobFuture> jobs =
                LongStream.range(0, 50).mapToObj(n -> cluster.pool().submit(ECHO, n)).toList();
        assertThat(nextLease().getCount()).isEqualTo(1);
        WorkerRow row = awaitRow("greedy", 1);
        // One thread, and nothing waits at it as long as its jobs are not known to be short.
        assertThat(row.chunks()).isEqualTo(1);
        assertThat(assigned).isEmpty();

        greedy.credits(Long.MIN_VALUE);
        cluster.requireRefusal(
                greedy.end(),
                Status.Code.INVALID_ARGUMENT,
                "a total of credits must fit 63 bits, was 9223372036854775808");
        RawWorker honest = honest();
        for (int n = 0; n < jobs.size(); n++) {
            assertThat(jobs.get(n).get(20, TimeUnit.SECONDS)).isEqualTo((long) n);
        }
        honest.leave();
    }

    @Test
    void anAnswerOfTheWrongTypeFailsTheJobWithASentence() throws Exception {
        RawWorker hostile = hostile("poet");
        for (Column wrong :
                List.of(
                        new Column.Texts(new String[] {"a text"}),
                        new Column.Reals(new double[] {Double.NaN}),
                        new Column.Nones(1),
                        new Column.Blobs(new byte[][] {{1}}))) {
            JobFuture job = cluster.pool().submit(ECHO, 7);
            hostile.report(RawWorker.report(nextLease(), wrong));

            assertThatThrownBy(() -> job.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("a result of echo_integer must be an integer, was ");
        }
        hostile.leave();
    }

    @Test
    void aFailureWithoutALimitIsCutAndPutOnOneLine() throws Exception {
        RawWorker hostile = hostile("talker");
        JobFuture job = cluster.pool().submit(ECHO, 7);
        String endless = "\u001b[2Jgone\r\n" + "x".repeat(10_000_000);
        hostile.report(
                RawWorker.results(nextLease(), n -> n)
                        .clearResults()
                        .setResults(ColumnCodec.encode(new Column.Nones(0), 0, 0))
                        .addFailures(failure(0).toBuilder().setMessage(endless)));

        assertThatThrownBy(() -> job.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .satisfies(thrown ->
                        assertThat(thrown.getMessage())
                                .hasSizeLessThan(3_000)
                                .contains("[2Jgone")
                                .doesNotContain("\u001b", "\n"));
        hostile.leave();
    }

    @Test
    void whatNoWorkerSaysEndsAtMostTheStreamOfWhoSaysIt() throws Exception {
        List<WorkRequest.Builder> sayings =
                List.of(
                        uses(ResourceUse.newBuilder().setName("99999999999999999999999/oven")),
                        uses(ResourceUse.newBuilder().setName("1/")),
                        uses(ResourceUse.newBuilder().setName("٣/oven").setHeldNanos(-1)),
                        WorkRequest.newBuilder()
                                .setResourceRequest(
                                        ResourceRequest.newBuilder()
                                                .setTicket(-1)
                                                .setResource("1/oven")),
                        WorkRequest.newBuilder()
                                .setResourceRequest(
                                        ResourceRequest.newBuilder()
                                                .setResource("x".repeat(10_000_000))),
                        WorkRequest.newBuilder()
                                .setHeartbeat(
                                        Heartbeat.newBuilder()
                                                .addAllLeases(Collections.nCopies(200_000, 1L))),
                        WorkRequest.newBuilder()
                                .setHeartbeat(
                                        Heartbeat.newBuilder()
                                                .setSentNanos(Long.MIN_VALUE)
                                                .setEchoHeardNanos(Long.MAX_VALUE)
                                                .setEchoReceivedNanos(Long.MIN_VALUE)),
                        WorkRequest.newBuilder()
                                .setHeartbeat(Heartbeat.newBuilder().setAbandonedThreads(-1)),
                        WorkRequest.newBuilder());
        for (WorkRequest.Builder saying : sayings) {
            RawWorker hostile = hostile("odd");
            hostile.say(saying);
            cluster.requireWorking();
            if (!hostile.isOver()) {
                hostile.close();
            }
            await().until(() -> cluster.workers().equals(List.of("good")));
        }
    }

    @Test
    void bytesThatAreNoMessageEndTheirStreamAlone() throws Exception {
        for (byte[] junk : new byte[][] {{}, {(byte) 0xff}, {0x0a, 0x7f}, new byte[4_096]}) {
            Status status =
                    new RawCall(
                                    cluster.channel(cluster.token(Role.WORKER)),
                                    "manykitchens.v1.WorkerService/Work")
                            .send(junk)
                            .end();
            cluster.requireRefusal(
                    status,
                    Status.Code.INVALID_ARGUMENT,
                    junk.length == 0
                            ? "a worker must say Hello first, said MESSAGE_NOT_SET"
                            : "a message must be as the protocol describes it, its bytes cannot be read");
        }
    }

    /// A worker of one thread that keeps what it is given and answers nothing by itself.
    private RawWorker hostile(String name) throws Exception {
        return join(name, ECHO, (_, lease) -> assigned.add(lease));
    }

    private RawWorker honest() throws Exception {
        return join("honest", ECHO, RawWorker.computing(n -> n));
    }

    private RawWorker join(String name, String recipe, RawWorker.AssignmentListener does)
            throws Exception {
        RawWorker worker = cluster.stranger();
        guests.add(worker);
        return worker.join(RawWorker.hello(name, 1, recipe), does);
    }

    private void requireThatAnHonestWorkerDoes(JobFuture job, long result) throws Exception {
        RawWorker honest = honest();
        assertThat(job.get(20, TimeUnit.SECONDS)).isEqualTo(result);
        honest.leave();
        assertThat(honest.end().isOk()).isTrue();
    }

    private Assignment nextLease() throws InterruptedException {
        Assignment lease = assigned.poll(20, TimeUnit.SECONDS);
        assertThat(lease).isNotNull();
        return lease;
    }

    private static Failure failure(int offset) {
        return Failure.newBuilder()
                .setOffset(offset)
                .setKind(FailureKind.FAILURE_KIND_FAILED)
                .build();
    }

    private static Results.Builder withoutTimes(Results.Builder results) {
        return results.clearIdleNanos()
                .clearRanNanos()
                .clearStoveNanos()
                .clearOtherNanos()
                .clearWaitNanos()
                .clearResourceNanos();
    }

    /// Results of no lease, of a job that nobody has, with this use of a resource.
    private static WorkRequest.Builder uses(ResourceUse.Builder use) {
        Assignment none = Assignment.newBuilder().setCount(1).build();
        return WorkRequest.newBuilder()
                .setResults(RawWorker.report(none, Column.ofLongs(1)).addResourceUses(use));
    }

    private static long dropped() throws Exception {
        return cluster.coordinator().view().get(20, TimeUnit.SECONDS).totals().dropped();
    }

    private static WorkerRow awaitRow(String worker, int running) throws Exception {
        return await().until(
                        () ->
                                cluster
                                        .coordinator()
                                        .view()
                                        .get(20, TimeUnit.SECONDS)
                                        .workers()
                                        .stream()
                                        .filter(row -> row.name().equals(worker))
                                        .filter(row -> row.running() >= running)
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }
}
