package dev.manykitchens.coordinator.link;

import static dev.manykitchens.coordinator.link.RawClient.arguments;
import static dev.manykitchens.coordinator.link.RawClient.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;

import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.v1.BatchCancel;
import dev.manykitchens.proto.v1.BatchDefinition;
import dev.manykitchens.proto.v1.BatchStart;
import dev.manykitchens.proto.v1.NoneColumn;
import dev.manykitchens.proto.v1.OutcomeKind;
import dev.manykitchens.proto.v1.Resource;
import dev.manykitchens.proto.v1.SubmitRequest;
import dev.manykitchens.proto.v1.SubmitResponse;

import io.grpc.Status;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// What a client that was let in can say: it ends that client's stream and costs nobody else
/// anything.
@ResourceLock(Resources.SYSTEM_ERR)
class HostileClientTest {

    private static final String SQUARE = "compute_square";
    private static final Column ONE = Column.ofLongs(5);

    private static ServedCluster cluster;

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
        cluster.requireWorking();
        await().until(() -> view().clients().size() == 1 && view().batches().isEmpty());
    }

    @Test
    void aBatchThatIsNotWhatABatchCanBeEndsTheStream() throws Exception {
        List<UnaryOperator<BatchStart.Builder>> twists =
                List.of(
                        s -> s.setArgumentBytes(Long.MIN_VALUE),
                        s -> s.setJobs(0),
                        s -> s.setJobs(-1),
                        s -> s.setJobs(Integer.MAX_VALUE),
                        s -> s.setParameters(65),
                        s -> s.setParameters(-1),
                        s -> s.setAttempts(0),
                        s -> s.setAttempts(-1),
                        s -> s.setPriority(101),
                        s -> s.setPriority(-1),
                        s -> s.setSettled(ByteString.copyFrom(new byte[2])),
                        s -> s.setDetached(true),
                        s -> s.setKey("k"),
                        s -> s.setKey("k".repeat(129)).setWaits(true),
                        s -> s.setKey("a\nb").setWaits(true),
                        with(d -> d.setRecipe("")),
                        with(d -> d.setRecipe("a\nb")),
                        with(d -> d.setRecipe("x".repeat(300))),
                        with(d -> d.setWork("")),
                        with(d -> d.setWork("wait:" + "9".repeat(1_000_000) + "s")),
                        with(d -> d.setWork("cpu:-1ms")),
                        with(d -> d.setTimeScale(Double.NaN)),
                        with(d -> d.setTimeScale(Double.POSITIVE_INFINITY)),
                        with(d -> d.setTimeoutNanos(-1)),
                        with(d -> d.setWorkUnitsPerSecond(Double.NaN)));
        for (UnaryOperator<BatchStart.Builder> twist : twists) {
            BatchStart.Builder twisted = twist.apply(start(1, SQUARE, 1));
            Status status = endOf(client -> client.say(twisted));
            cluster.requireRefusal(status, Status.Code.INVALID_ARGUMENT, " must ");
            assertThat(status.getDescription()).hasSizeLessThan(600).doesNotContain("\n");
        }
        cluster.requireRefusal(
                endOf(client -> client.say(start(1, SQUARE, 1).setArgumentBytes(Long.MAX_VALUE))),
                Status.Code.FAILED_PRECONDITION,
                "a batch must take at most");
    }

    @Test
    void argumentsThatWereNotAnnouncedEndTheStream() throws Exception {
        cluster.requireRefusal(
                endOf(client -> client.say(arguments(9, 0, ONE))),
                Status.Code.INVALID_ARGUMENT,
                "arguments must be of a batch that was started");
        cluster.requireRefusal(
                endOf(client -> {
                    client.say(start(1, SQUARE, 1).setArgumentBytes(3));
                    client.say(arguments(1, 0, ONE));
                }),
                Status.Code.INVALID_ARGUMENT,
                "arguments must take at most the bytes that were announced");
        for (int first : new int[] {1, -1, Integer.MAX_VALUE}) {
            cluster.requireRefusal(
                    endOf(client -> {
                        client.say(start(1, SQUARE, 2));
                        client.say(arguments(1, first, ONE));
                    }),
                    Status.Code.INVALID_ARGUMENT,
                    "arguments must follow those before them");
        }
        cluster.requireRefusal(
                endOf(client -> {
                    client.say(start(1, SQUARE, 2));
                    client.say(arguments(1, 0, ONE).addArguments(column(b -> b)));
                }),
                Status.Code.INVALID_ARGUMENT,
                "arguments must have one column a parameter");
        cluster.requireRefusal(
                endOf(client -> {
                    client.say(start(1, SQUARE, 2));
                    client.say(
                            arguments(1, 0, ONE)
                                    .setArguments(
                                            0,
                                            column(b ->
                                                    b.setNones(
                                                            NoneColumn.newBuilder()
                                                                    .setCount(-1)))));
                }),
                Status.Code.INVALID_ARGUMENT,
                "a column must have at most 2147483647 values, had 4294967295");
    }

    @Test
    void partsOfAColumnOfDifferentTypesEndTheStream() throws Exception {
        for (Column other :
                List.of(
                        new Column.Texts(new String[] {"5"}),
                        new Column.Nones(1),
                        new Column.Reals(new double[] {5}))) {
            for (boolean otherFirst : new boolean[] {true, false}) {
                Status status =
                        endOf(client -> {
                            client.say(start(1, SQUARE, 2));
                            client.say(arguments(1, 0, otherFirst ? other : ONE));
                            client.say(arguments(1, 1, otherFirst ? ONE : other));
                        });
                cluster.requireRefusal(
                        status,
                        Status.Code.INVALID_ARGUMENT,
                        "the parts of a column must be of one type, were of two");
            }
        }
    }

    @Test
    void theNumberOfAnUnfinishedBatchCannotBeUsedAgain() throws Exception {
        cluster.requireRefusal(
                endOf(client -> {
                    client.say(
                            start(1, SQUARE, 1)
                                    .setDefinition(
                                            start(1, SQUARE, 1).getDefinition().toBuilder()
                                                    .setWork("wait:30s")));
                    client.say(arguments(1, 0, ONE));
                    client.say(start(1, SQUARE, 1));
                }),
                Status.Code.FAILED_PRECONDITION,
                "the number of a batch must be new, is that of an unfinished one");
        // Before its arguments have come.
        cluster.requireRefusal(
                endOf(client -> {
                    client.say(start(1, SQUARE, 1));
                    client.say(start(1, SQUARE, 1));
                }),
                Status.Code.INVALID_ARGUMENT,
                "the number of a batch must be new");
    }

    @Test
    void cancelsOfJobsAndBatchesThatDoNotExistAreIgnored() throws Exception {
        try (RawClient client = joined()) {
            client.say(start(1, SQUARE, 1));
            client.say(cancel(7));
            client.say(cancel(-1, 0));
            client.say(cancel(1, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE));
            client.say(arguments(1, 0, ONE));
            SubmitResponse answer = client.next();
            assertThat(answer.getSucceeded().getResults().getIntegers().getSmall(0)).isEqualTo(25);
            assertThat(client.next().hasBatchFinished()).isTrue();
            client.say(cancel(1));
            client.ping();
            assertThat(client.next().hasPong()).isTrue();

            client.say(
                    SubmitRequest.newBuilder()
                            .setBatchCancel(
                                    BatchCancel.newBuilder()
                                            .setBatch(1)
                                            .addAllJobs(Collections.nCopies(5_000, 0))));
            cluster.requireRefusal(
                    client.end(),
                    Status.Code.INVALID_ARGUMENT,
                    "a client must cancel at most 4096 jobs with one message");
        }
    }

    @Test
    void jobsThatWereSettledBeforeAreNotRunHoweverManyTheyAre() throws Exception {
        int jobs = 20_000;
        try (RawClient client = joined()) {
            byte[] all = new byte[jobs / 8];
            Arrays.fill(all, (byte) 0xff);
            client.say(
                    start(1, SQUARE, jobs)
                            .setParameters(1)
                            .setArgumentBytes(10L * jobs)
                            .setSettled(ByteString.copyFrom(all)));
            assertThat(client.next().getBatchAccepted().getBatch()).isEqualTo(1);
            client.say(arguments(1, 0, Column.ofLongs(new long[jobs])));

            int ended = 0;
            SubmitResponse answer = client.next();
            while (!answer.hasBatchFinished()) {
                if (answer.hasEnded()) {
                    assertThat(answer.getEnded().getOutcome().getKind())
                            .isEqualTo(OutcomeKind.OUTCOME_KIND_CANCELLED);
                    ended += answer.getEnded().getCount();
                }
                answer = client.next();
            }
            // A few may have been given to the worker before they were cancelled.
            assertThat(ended).isGreaterThan(jobs / 2);
        }
    }

    @Test
    void helloIsSaidOnceAndMakesSense() throws Exception {
        cluster.requireRefusal(
                endOf(client -> client.say(SubmitRequest.newBuilder().setHello(RawClient.hello()))),
                Status.Code.INVALID_ARGUMENT,
                "a client must say hello once");
        for (Resource.Builder resource :
                List.of(
                        Resource.newBuilder().setName("oven").setPermits(0),
                        Resource.newBuilder().setName("oven").setPermits(-1),
                        Resource.newBuilder().setPermits(1),
                        Resource.newBuilder().setName("a\u001b[2J").setPermits(1))) {
            RawClient client = new RawClient(cluster.channel(cluster.token(Role.CLIENT)));
            client.say(
                    SubmitRequest.newBuilder().setHello(RawClient.hello().addResources(resource)));
            cluster.requireRefusal(
                    client.end(), Status.Code.INVALID_ARGUMENT, "a resource must have");
        }
        RawClient escaping = new RawClient(cluster.channel(cluster.token(Role.CLIENT)));
        escaping.say(SubmitRequest.newBuilder().setHello(RawClient.hello().setHost("\u001b[2J")));
        cluster.requireRefusal(
                escaping.end(), Status.Code.INVALID_ARGUMENT, "a host's name must have at most");
        for (String session : List.of("s".repeat(65), "a\u001b[2J")) {
            RawClient client = new RawClient(cluster.channel(cluster.token(Role.CLIENT)));
            client.say(SubmitRequest.newBuilder().setHello(RawClient.hello().setSession(session)));
            cluster.requireRefusal(
                    client.end(),
                    Status.Code.INVALID_ARGUMENT,
                    "a client's session must have at most");
        }
    }

    @Test
    void bytesThatAreNoMessageEndTheStream() throws Exception {
        RawCall call =
                new RawCall(
                        cluster.channel(cluster.token(Role.CLIENT)),
                        "manykitchens.v1.ClientService/Submit");
        cluster.requireRefusal(
                call.send(new byte[] {0x0a, 0x7f}).end(),
                Status.Code.INVALID_ARGUMENT,
                "a message must be as the protocol describes it, its bytes cannot be read");
    }

    private static dev.manykitchens.proto.v1.Column column(
            UnaryOperator<dev.manykitchens.proto.v1.Column.Builder> values) {
        return values.apply(dev.manykitchens.proto.v1.Column.newBuilder()).build();
    }

    private static UnaryOperator<BatchStart.Builder> with(Consumer<BatchDefinition.Builder> twist) {
        return start -> {
            twist.accept(start.getDefinitionBuilder());
            return start;
        };
    }

    private static SubmitRequest.Builder cancel(long batch, Integer... jobs) {
        return SubmitRequest.newBuilder()
                .setBatchCancel(BatchCancel.newBuilder().setBatch(batch).addAllJobs(List.of(jobs)));
    }

    private static RawClient joined() throws Exception {
        return new RawClient(cluster.channel(cluster.token(Role.CLIENT))).join();
    }

    /// How the stream of a client ends that was welcomed and says this.
    private static Status endOf(Consumer<RawClient> says) throws Exception {
        RawClient client = joined();
        says.accept(client);
        try {
            return client.end();
        } catch (TimeoutException e) {
            throw new AssertionError("nothing ended it; it was told " + client.heard(), e);
        }
    }

    private static ClusterView view() throws Exception {
        return cluster.coordinator().view().get(20, TimeUnit.SECONDS);
    }
}
