package dev.manykitchens.coordinator.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.value.Column;
import dev.manykitchens.proto.link.ColumnCodec;
import dev.manykitchens.proto.link.Dial;
import dev.manykitchens.proto.link.Protocol;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.v1.Credits;
import dev.manykitchens.proto.v1.Goodbye;
import dev.manykitchens.proto.v1.Hello;
import dev.manykitchens.proto.v1.Holdings;
import dev.manykitchens.proto.v1.ResourceRequest;
import dev.manykitchens.proto.v1.Results;
import dev.manykitchens.proto.v1.WorkRequest;
import dev.manykitchens.proto.v1.WorkResponse;
import dev.manykitchens.proto.v1.WorkerServiceGrpc;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The service over loopback, with a worker made of raw messages.
class WorkerServerTest {

    private static final String SECRET = Token.newSecret();

    private final Heard heard = new Heard();
    private final TransportThread thread = new TransportThread();
    private CoordinatorServer server;
    private ManagedChannel channel;

    @BeforeEach
    void listen() throws Exception {
        server = CoordinatorServer.onLoopback(SECRET, heard, thread);
        channel = channel(server, "Bearer " + SECRET);
    }

    @AfterEach
    void close() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        server.close();
        thread.close();
    }

    @Test
    void longResultsAreASignOfLifeBeforeTheyAreWhole() throws Exception {
        RawWorker worker = joined();

        worker.requests.onNext(largeResults());

        assertThat(heard.parts.get(10, TimeUnit.SECONDS)).isZero();
        assertThat(heard.messages.poll(10, TimeUnit.SECONDS))
                .isInstanceOf(WorkerMessage.ResultsSent.class);
    }

    @Test
    void aGoodHelloIsPassedOnAndWelcomed() throws Exception {
        RawWorker worker = new RawWorker();

        worker.say(hello());
        Joined joined = heard.nextJoined();
        joined.link()
                .welcome(
                        new Greeting(
                                "w7",
                                Duration.ofMillis(500),
                                Duration.ofSeconds(10),
                                Map.of(),
                                1,
                                false));

        assertThat(worker.next().getWelcome().getWorker()).isEqualTo("w7");
        assertThat(joined.hello().host()).isEqualTo("kitchen-host");
    }

    @Test
    void whatAWorkerSaysThatItHasIsPassedOn() throws Exception {
        new RawWorker().say(hello());
        assertThat(heard.nextJoined().hello().held()).as("it does not say").isEmpty();
        new RawWorker().say(hello().setHoldings(Holdings.getDefaultInstance()));
        assertThat(heard.nextJoined().hello().held()).contains(WorkerHello.Held.NOTHING);
        new RawWorker()
                .say(
                        hello().setHoldings(
                                        Holdings.newBuilder()
                                                .setReceived(9)
                                                .addLeases(7)
                                                .addLeases(9)
                                                .addPermits(
                                                        ResourceRequest.newBuilder()
                                                                .setTicket(3)
                                                                .setResource("press")
                                                                .setUser(4)
                                                                .setJob(5))));

        assertThat(heard.nextJoined().hello().held())
                .contains(
                        new WorkerHello.Held(
                                9,
                                List.of(7L, 9L),
                                List.of(new WorkerMessage.ResourceWanted(3, "press", 4, 5))));
    }

    @Test
    void whatAWorkerCannotHaveIsRefusedWithASentence() throws Exception {
        assertRefused(
                hello().setHoldings(Holdings.newBuilder().setReceived(-1)),
                Status.Code.INVALID_ARGUMENT,
                "the leases that reached a worker must be counted in 63 bits, were not");
        String tooMany =
                "a worker's Hello must name at most 100000 leases and as many permits, named more";
        assertRefused(
                hello().setHoldings(
                                Holdings.newBuilder()
                                        .addAllLeases(Collections.nCopies(100_001, 1L))),
                Status.Code.INVALID_ARGUMENT,
                tooMany);
        assertRefused(
                hello().setHoldings(
                                Holdings.newBuilder()
                                        .addAllPermits(
                                                Collections.nCopies(
                                                        100_001,
                                                        ResourceRequest.getDefaultInstance()))),
                Status.Code.INVALID_ARGUMENT,
                tooMany);
        assertRefused(
                hello().setHoldings(
                                Holdings.newBuilder()
                                        .addPermits(
                                                ResourceRequest.newBuilder()
                                                        .setResource("x".repeat(301)))),
                Status.Code.INVALID_ARGUMENT,
                "a resource's key must have at most 300 characters, had 301");
    }

    @Test
    void anotherTokenIsRefusedWithASentence() throws Exception {
        for (String another : List.of(Token.newSecret(), SECRET + "x", SECRET.substring(1), "")) {
            assertRefusedAtTheDoor(
                    "Bearer " + another,
                    "the token must be the one that this coordinator gave out, was another; copy it again");
        }
    }

    @Test
    void noTokenIsRefusedWithASentence() throws Exception {
        assertRefusedAtTheDoor(null, "authorization: Bearer SECRET, carried none");
        assertRefusedAtTheDoor(SECRET, "authorization: Bearer SECRET, carried none");
    }

    @Test
    void anotherProtocolIsRefusedWithASentence() throws Exception {
        assertRefused(
                hello().setProtocolVersion(2),
                Status.Code.FAILED_PRECONDITION,
                "the worker must speak version 1 of the protocol, speaks 2; use the same build on both sides");
    }

    @Test
    void anotherBuildIsRefusedWithASentence() throws Exception {
        assertRefused(
                hello().setBuildVersion("0.0.9"),
                Status.Code.FAILED_PRECONDITION,
                "the worker must be of build "
                        + Protocol.buildVersion()
                        + ", is of build 0.0.9; use the same build on both sides");
    }

    @Test
    void whoDoesNotSayHelloFirstIsRefused() throws Exception {
        RawWorker worker = new RawWorker();

        worker.requests.onNext(
                WorkRequest.newBuilder().setCredits(Credits.newBuilder().setTotal(1)).build());

        assertThat(worker.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(worker.end().getDescription())
                .isEqualTo("a worker must say Hello first, said CREDITS");
        assertThat(heard.joined).isEmpty();
    }

    @Test
    void malformedResultsEndTheStreamAndSayWhy() throws Exception {
        RawWorker worker = joined();

        worker.requests.onNext(
                WorkRequest.newBuilder()
                        .setResults(
                                Results.newBuilder()
                                        .setLease(1)
                                        .setCount(2)
                                        .setResults(ColumnCodec.encode(Column.ofLongs(5), 0, 1)))
                        .build());

        assertThat(heard.ended.get(10, TimeUnit.SECONDS))
                .hasValueSatisfying(why ->
                        assertThat(why)
                                .contains("malformed")
                                .contains("each of 2 jobs, had 1 and 0"));
    }

    @Test
    void timesThatAreNotSaidAreZero() throws Exception {
        RawWorker worker = joined();

        worker.requests.onNext(
                WorkRequest.newBuilder()
                        .setResults(
                                Results.newBuilder()
                                        .setLease(1)
                                        .setCount(2)
                                        .addIdleNanos(3)
                                        .addAllRanNanos(List.of(7L, 8L))
                                        .addOtherNanos(2)
                                        .setResults(ColumnCodec.encode(Column.ofLongs(5, 6), 0, 2)))
                        .build());

        WorkerMessage message = heard.messages.poll(10, TimeUnit.SECONDS);
        assertThat(message).isInstanceOf(WorkerMessage.ResultsSent.class);
        WorkerMessage.JobTimes times = ((WorkerMessage.ResultsSent) message).times();
        assertThat(times.ran(1)).isEqualTo(8);
        assertThat(times.startedAfter(0)).isEqualTo(3);
        assertThat(times.startedAfter(1)).isEqualTo(10);
        assertThat(times.onCpu(0)).isEqualTo(5);
        assertThat(times.onCpu(1)).isEqualTo(8);
        assertThat(times.onResource(0)).isZero();
    }

    @Test
    void aJobMayHaveBegunBeforeTheEndOfTheOneBefore() throws Exception {
        RawWorker worker = joined();

        worker.requests.onNext(
                WorkRequest.newBuilder()
                        .setResults(
                                Results.newBuilder()
                                        .setLease(1)
                                        .setCount(3)
                                        .addAllIdleNanos(List.of(50L, -20L, 4L))
                                        .addAllRanNanos(List.of(0L, 7L, 1L))
                                        .setResults(
                                                ColumnCodec.encode(Column.ofLongs(5, 6, 7), 0, 3)))
                        .build());

        WorkerMessage message = heard.messages.poll(10, TimeUnit.SECONDS);
        assertThat(message).isInstanceOf(WorkerMessage.ResultsSent.class);
        WorkerMessage.JobTimes times = ((WorkerMessage.ResultsSent) message).times();
        assertThat(times.startedAfter(0)).isEqualTo(50);
        assertThat(times.startedAfter(1)).isEqualTo(30);
        assertThat(times.startedAfter(2)).isEqualTo(41);
    }

    @Test
    void aWorkerThatIsNotAcknowledgedIsHeldBack() throws Exception {
        // Without back-pressure a fast worker would fill the memory of a slow coordinator.
        RawWorker worker = joined();
        int many = 10 * WorkerStreams.UNACKNOWLEDGED;
        for (int total = 1; total <= many; total++) {
            worker.requests.onNext(
                    WorkRequest.newBuilder()
                            .setCredits(Credits.newBuilder().setTotal(total))
                            .build());
        }

        for (int message = 0; message < WorkerStreams.UNACKNOWLEDGED; message++) {
            assertThat(heard.messages.poll(10, TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(heard.messages.poll(200, TimeUnit.MILLISECONDS)).isNull();
        WorkerLink link = worker.link();
        for (int left = many - WorkerStreams.UNACKNOWLEDGED; left > 0; left--) {
            link.acknowledge();
            assertThat(heard.messages.poll(10, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void anOrderlyEndIsToldApartFromABrokenOne() throws Exception {
        RawWorker worker = joined();
        worker.requests.onNext(
                WorkRequest.newBuilder().setGoodbye(Goodbye.getDefaultInstance()).build());
        worker.requests.onCompleted();
        assertThat(heard.ended.get(10, TimeUnit.SECONDS)).isEmpty();

        Heard second = new Heard();
        try (CoordinatorServer other = CoordinatorServer.onLoopback(SECRET, second, thread)) {
            ManagedChannel cut = channel(other, "Bearer " + SECRET);
            RawWorker broken = new RawWorker(cut);
            broken.say(hello());
            assertThat(second.nextJoined().hello().pid()).isEqualTo(42);
            cut.shutdownNow();
            assertThat(second.ended.get(10, TimeUnit.SECONDS)).contains("its connection ended");
        }
    }

    private RawWorker joined() throws InterruptedException {
        RawWorker worker = new RawWorker();
        worker.say(hello());
        worker.links.add(heard.nextJoined().link());
        return worker;
    }

    private static WorkRequest largeResults() {
        Column text = new Column.Texts(new String[] {"x".repeat(8 << 20)});
        return WorkRequest.newBuilder()
                .setResults(
                        Results.newBuilder()
                                .setLease(1)
                                .setCount(1)
                                .setResults(ColumnCodec.encode(text, 0, 1))
                                .addIdleNanos(0)
                                .addRanNanos(0)
                                .addStoveNanos(0)
                                .addOtherNanos(0)
                                .addWaitNanos(0)
                                .addResourceNanos(0))
                .build();
    }

    private void assertRefused(Hello.Builder hello, Status.Code code, String sentence)
            throws Exception {
        RawWorker worker = new RawWorker();
        worker.say(hello);

        assertThat(worker.end().getCode()).isEqualTo(code);
        assertThat(worker.end().getDescription()).contains(sentence);
        assertThat(heard.joined).isEmpty();
    }

    private void assertRefusedAtTheDoor(@Nullable String authorization, String sentence)
            throws Exception {
        ManagedChannel stranger = channel(server, authorization);
        try {
            RawWorker worker = new RawWorker(stranger);

            assertThat(worker.end().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(worker.end().getDescription()).contains(sentence);
            assertThat(heard.joined).isEmpty();
        } finally {
            stranger.shutdownNow();
        }
    }

    private static ManagedChannel channel(CoordinatorServer to, @Nullable String authorization) {
        Metadata headers = new Metadata();
        if (authorization != null) {
            headers.put(Dial.AUTHORIZATION, authorization);
        }
        return NettyChannelBuilder.forAddress(to.address())
                .usePlaintext()
                .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
                .build();
    }

    private static Hello.Builder hello() {
        return Hello.newBuilder()
                .setProtocolVersion(Protocol.VERSION)
                .setBuildVersion(Protocol.buildVersion())
                .setName("w1")
                .setHost("kitchen-host")
                .setPid(42)
                .setThreads(1);
    }

    private final class RawWorker implements StreamObserver<WorkResponse> {

        private final StreamObserver<WorkRequest> requests;
        private final BlockingQueue<WorkResponse> responses = new LinkedBlockingQueue<>();
        private final CompletableFuture<Status> end = new CompletableFuture<>();
        private final List<WorkerLink> links = new ArrayList<>();

        RawWorker() {
            this(channel);
        }

        RawWorker(ManagedChannel over) {
            requests = WorkerServiceGrpc.newStub(over).work(this);
        }

        void say(Hello.Builder hello) {
            requests.onNext(WorkRequest.newBuilder().setHello(hello).build());
        }

        /// The coordinator's way to this worker.
        WorkerLink link() {
            return links.getFirst();
        }

        WorkResponse next() throws InterruptedException {
            WorkResponse response = responses.poll(10, TimeUnit.SECONDS);
            assertThat(response).isNotNull();
            return response;
        }

        Status end() throws Exception {
            return end.get(10, TimeUnit.SECONDS);
        }

        @Override
        public void onNext(WorkResponse response) {
            responses.add(response);
        }

        @Override
        public void onError(Throwable error) {
            end.complete(Status.fromThrowable(error));
        }

        @Override
        public void onCompleted() {
            end.complete(Status.OK);
        }
    }

    private record Joined(WorkerLink link, WorkerHello hello) {}

    private static final class Heard implements WorkerListener {

        private final BlockingQueue<Joined> joined = new LinkedBlockingQueue<>();
        private final BlockingQueue<WorkerMessage> messages = new LinkedBlockingQueue<>();

        /// How many messages had come when the first part of a long one did.
        private final CompletableFuture<Integer> parts = new CompletableFuture<>();

        private final CompletableFuture<Optional<String>> ended = new CompletableFuture<>();

        Joined nextJoined() throws InterruptedException {
            Joined next = joined.poll(10, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            return next;
        }

        @Override
        public void joined(WorkerLink from, WorkerHello said) {
            joined.add(new Joined(from, said));
        }

        @Override
        public void said(WorkerLink from, WorkerMessage message, long heardNanos) {
            messages.add(message);
        }

        @Override
        public void heard(WorkerLink from) {
            parts.complete(messages.size());
        }

        @Override
        public void ended(WorkerLink from, Optional<String> failure) {
            ended.complete(failure);
        }

        @Override
        public void expelled(WorkerLink from, String why) {
            ended(from, Optional.of(why));
        }
    }
}
