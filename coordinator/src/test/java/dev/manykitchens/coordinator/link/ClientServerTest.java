package dev.manykitchens.coordinator.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;

import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.proto.link.ColumnCodec;
import dev.manykitchens.proto.link.Dial;
import dev.manykitchens.proto.link.Endpoint;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.TlsFiles;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.Trust;
import dev.manykitchens.proto.v1.BatchAccepted;
import dev.manykitchens.proto.v1.BatchCancel;
import dev.manykitchens.proto.v1.BatchTaken;
import dev.manykitchens.proto.v1.ClientServiceGrpc;
import dev.manykitchens.proto.v1.DrainWorkerRequest;
import dev.manykitchens.proto.v1.Ended;
import dev.manykitchens.proto.v1.FollowBatchRequest;
import dev.manykitchens.proto.v1.FollowBatchResponse;
import dev.manykitchens.proto.v1.ListBatchesRequest;
import dev.manykitchens.proto.v1.ListBatchesResponse;
import dev.manykitchens.proto.v1.SubmitRequest;
import dev.manykitchens.proto.v1.Succeeded;

import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// The service for clients over loopback, with a client made of raw messages.
class ClientServerTest {

    private static final String SECRET = Token.newSecret();

    private final Heard heard = new Heard();
    private final EventLoopGroup transport =
            new MultiThreadIoEventLoopGroup(
                    1,
                    Thread.ofPlatform().daemon().name("raw-transport-", 0).factory(),
                    NioIoHandler.newFactory());
    private CoordinatorServer server;
    private ManagedChannel channel;
    private RawClient client;

    @BeforeEach
    void join() throws Exception {
        server =
                CoordinatorServer.start(
                        new CoordinatorServer.Listening(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                Optional.empty(),
                                Secrets.only(Role.CLIENT, SECRET)),
                        new NoWorkers(),
                        heard);
        channel =
                new Dial(
                                new Endpoint("127.0.0.1", server.address().getPort()),
                                new Token(Role.CLIENT, SECRET, new Trust.Nobody()),
                                TlsFiles.NONE)
                        .open(transport);
        client = new RawClient(channel);
        client.say(SubmitRequest.newBuilder().setHello(RawClient.hello()));
        assertThat(heard.next()).isEqualTo("opened");
    }

    @AfterEach
    void close() throws InterruptedException {
        client.close();
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        server.close();
        var _ = transport.shutdownGracefully(0, 2, TimeUnit.SECONDS);
    }

    @Test
    void everyPartOfABatchIsASignOfLifeAndTheLastOneIsTheBatch() throws Exception {
        client.say(RawClient.start(1, "compute_square", 3));
        assertThat(heard.next()).startsWith("said Announced");
        for (int job = 0; job < 2; job++) {
            client.say(RawClient.arguments(1, job, Column.ofLongs(job)));
            assertThat(heard.next()).isEqualTo("heard");
        }
        client.say(RawClient.arguments(1, 2, Column.ofLongs(2)));
        assertThat(heard.next()).startsWith("said BatchCame");
    }

    @Test
    void aBatchThatIsCancelledBeforeItIsWholeIsForgotten() throws Exception {
        for (int round = 0; round < 2; round++) {
            client.say(RawClient.start(1, "compute_square", 3));
            assertThat(heard.next()).startsWith("said Announced");
            client.say(RawClient.arguments(1, 0, Column.ofLongs(5)));
            assertThat(heard.next()).isEqualTo("heard");
            client.say(
                    SubmitRequest.newBuilder()
                            .setBatchCancel(BatchCancel.newBuilder().setBatch(1)));
            // Its number is free again.
            assertThat(heard.next()).isEqualTo("said Withdrawn");
        }
    }

    @Test
    void aLongMessageIsASignOfLifeBeforeItIsWhole() throws Exception {
        String text = "x".repeat(4 << 20);
        client.say(RawClient.start(1, "echo_text", 1).setArgumentBytes(9 << 20));
        assertThat(heard.next()).startsWith("said Announced");

        client.say(RawClient.arguments(1, 0, new Column.Texts(new String[] {text})));

        assertThat(heard.next()).isEqualTo("heard");
        String next = heard.next();
        while (next.equals("heard")) {
            next = heard.next();
        }
        assertThat(next).isEqualTo("said BatchCame");
    }

    @Test
    void aClientSaysOfWhatSessionItIs() throws Exception {
        assertThat(heard.hellos.take().session()).isEmpty();
        RawClient back = new RawClient(channel);
        back.say(SubmitRequest.newBuilder().setHello(RawClient.hello().setSession("s".repeat(64))));
        assertThat(heard.next()).isEqualTo("opened");
        assertThat(heard.hellos.take().session()).isEqualTo("s".repeat(64));
        back.close();
    }

    @Test
    void howABatchIsHandedInIsHeardWhenItIsAnnouncedAndWhenItComes() throws Exception {
        String key = "k".repeat(BatchKey.LONGEST);
        client.say(
                RawClient.start(1, "compute_square", 3)
                        .setKey(key)
                        .setDigest("0af")
                        .setDetached(true)
                        .setWaits(true)
                        .setSettled(ByteString.copyFrom(new byte[] {5})));
        client.say(RawClient.arguments(1, 0, Column.ofLongs(5, 6, 7)));
        assertThat(heard.next()).isEqualTo("said Announced");
        assertThat(heard.next()).isEqualTo("said BatchCame");
        client.say(SubmitRequest.newBuilder().setBatchTaken(BatchTaken.newBuilder().setBatch(9)));
        assertThat(heard.next()).isEqualTo("said Taken");

        BatchTerms terms = new BatchTerms(new BatchKey(key, "0af"), true, true);
        BitSet settled = BitSet.valueOf(new long[] {5});
        assertThat(heard.messages.take())
                .isInstanceOfSatisfying(
                        ClientMessage.Announced.class,
                        announced -> {
                            assertThat(announced.terms()).isEqualTo(terms);
                            assertThat(announced.settled()).isEqualTo(settled);
                        });
        assertThat(heard.messages.take())
                .isInstanceOfSatisfying(
                        ClientMessage.BatchCame.class,
                        came -> {
                            assertThat(came.terms()).isEqualTo(terms);
                            assertThat(came.settled()).isEqualTo(settled);
                        });
        assertThat(heard.messages.take()).isEqualTo(new ClientMessage.Taken(9));
    }

    @Test
    void aBatchThatIsNotTakenIsFinishedAndItsNumberIsNoneThatIsOnItsWay() throws Exception {
        heard.onSaid =
                link -> {
                    link.refuse(1, 3, new Outcome.Failed("no", Origin.ofNobody()));
                    link.acknowledge();
                };
        for (int round = 0; round < 2; round++) {
            client.say(RawClient.start(1, "compute_square", 3).setWaits(true));
            assertThat(heard.next()).isEqualTo("said Announced");
            Ended ended = client.next().getEnded();
            assertThat(ended.getFirst()).isZero();
            assertThat(ended.getCount()).isEqualTo(3);
            assertThat(ended.getOutcome().getMessage()).isEqualTo("no");
            assertThat(client.next().getBatchFinished().getBatch()).isEqualTo(1);
        }
        client.say(RawClient.arguments(1, 0, Column.ofLongs(5, 6, 7)));
        assertThat(client.end().getDescription())
                .isEqualTo("arguments must be of a batch that was started");
    }

    @Test
    void aBatchThatIsThereAlreadyNeedsNoArgumentsAndItsNumberIsNoneThatIsOnItsWay()
            throws Exception {
        heard.onSaid =
                link -> {
                    link.accept(1, 77, true);
                    link.acknowledge();
                };
        for (int round = 0; round < 2; round++) {
            client.say(RawClient.start(1, "compute_square", 3).setWaits(true));
            assertThat(heard.next()).isEqualTo("said Announced");
            BatchAccepted accepted = client.next().getBatchAccepted();
            assertThat(accepted.getResumed()).isTrue();
            assertThat(accepted.getNumber()).isEqualTo(77);
        }
        client.say(RawClient.arguments(1, 0, Column.ofLongs(5, 6, 7)));
        assertThat(client.end().getDescription())
                .isEqualTo("arguments must be of a batch that was started");
    }

    @Test
    void aClientHearsWhetherItCanComeBackAndWhatIsKept() throws Exception {
        heard.onSaid =
                link -> {
                    link.welcome(
                            new ClientLink.Welcome(
                                    1,
                                    1,
                                    1,
                                    1,
                                    Duration.ofSeconds(1),
                                    Duration.ofSeconds(1),
                                    1,
                                    1,
                                    Duration.ofMinutes(2)));
                    link.accept(1);
                    link.kept(1, 77);
                };
        client.ping();

        assertThat(client.next().getWelcome().getComeBackMillis()).isEqualTo(120_000);
        BatchAccepted accepted = client.next().getBatchAccepted();
        assertThat(accepted.getResumed()).isFalse();
        assertThat(accepted.getNumber()).isZero();
        assertThat(client.next().getBatchKept().getNumber()).isEqualTo(77);
    }

    @Test
    void whatIsKeptIsListedTheNewestWhenItIsTooMuch() {
        Instant then = Instant.ofEpochMilli(1_700_000_000_123L);
        BatchSummary first =
                new BatchSummary(
                        7,
                        "nightly",
                        "compute_square",
                        10,
                        4,
                        1,
                        3,
                        2,
                        BatchSummary.State.RUNNING,
                        true,
                        Optional.of(then),
                        Optional.empty());
        heard.batches = CompletableFuture.completedFuture(List.of(first));
        ListBatchesResponse listed = list();
        assertThat(listed.getLeftOut()).isZero();
        assertThat(SummaryCodec.decode(listed.getBatches(0))).isEqualTo(first);

        List<BatchSummary> many = new ArrayList<>(List.of(first));
        many.addAll(Collections.nCopies(SummaryCodec.MOST_LISTED, numbered(8)));
        heard.batches = CompletableFuture.completedFuture(many);
        listed = list();
        assertThat(listed.getLeftOut()).isEqualTo(1);
        assertThat(listed.getBatchesCount()).isEqualTo(SummaryCodec.MOST_LISTED);
        assertThat(SummaryCodec.decode(listed.getBatches(0))).isEqualTo(numbered(8));
    }

    @Test
    void aListThatCannotBeReadIsRefusedInALine() {
        heard.batches = CompletableFuture.failedFuture(new IOException("the disk must answer"));
        assertThatThrownBy(this::list).hasMessage("FAILED_PRECONDITION: the disk must answer");
    }

    private static BatchSummary numbered(long number) {
        return new BatchSummary(
                number,
                "",
                "compute_square",
                1,
                1,
                0,
                0,
                0,
                BatchSummary.State.FINISHED,
                false,
                Optional.empty(),
                Optional.of(Instant.ofEpochMilli(1)));
    }

    private ListBatchesResponse list() {
        return ClientServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .listBatches(ListBatchesRequest.getDefaultInstance());
    }

    private Iterator<FollowBatchResponse> follow(FollowBatchRequest.Builder request) {
        return ClientServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .followBatch(request.build());
    }

    @Test
    void whoFollowsABatchHearsItsOutcomesAndItsEnd() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        heard.onFollow =
                link -> {
                    link.onEnd(over::countDown);
                    link.told(numbered(7));
                    link.succeeded(3, Column.ofLongs(9, 16));
                    link.ended(5, 2, Outcome.CANCELLED);
                    link.finished();
                    link.succeeded(1, Column.ofLongs(1));
                };
        Iterator<FollowBatchResponse> answers =
                follow(
                        FollowBatchRequest.newBuilder()
                                .setNumber(7)
                                .setSettled(ByteString.copyFrom(new byte[] {6}))
                                .setOnlyNow(true));

        assertThat(answers.next().getBatch().getNumber()).isEqualTo(7);
        Succeeded done = answers.next().getSucceeded();
        assertThat(done.getBatch()).isEqualTo(7);
        assertThat(done.getFirst()).isEqualTo(3);
        assertThat(ColumnCodec.decode(done.getResults()).size()).isEqualTo(2);
        Ended ended = answers.next().getEnded();
        assertThat(ended.getFirst()).isEqualTo(5);
        assertThat(ended.getCount()).isEqualTo(2);
        assertThat(answers.next().hasBatchFinished()).isTrue();
        assertThat(answers.hasNext()).isFalse();
        assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(heard.requests.take())
                .isEqualTo(new FollowRequest(7, "", BitSet.valueOf(new long[] {6}), true));
    }

    @Test
    void aBatchIsFollowedNoFasterThanItIsRead() throws Exception {
        AtomicInteger said = new AtomicInteger();
        Column page = new Column.Texts(new String[] {"x".repeat(1 << 20)});
        heard.onFollow =
                link ->
                        link.onReady(() -> {
                            while (said.get() < 100 && link.isReady()) {
                                if (said.getAndIncrement() == 0) {
                                    link.told(numbered(7));
                                }
                                link.succeeded(0, page);
                            }
                            if (said.get() == 100) {
                                link.finished();
                            }
                        });
        Iterator<FollowBatchResponse> answers = follow(FollowBatchRequest.newBuilder().setKey("k"));

        assertThat(answers.next().hasBatch()).isTrue();
        // So much lies between the two that neither has read: far less than a hundred.
        assertThat(said.get()).isBetween(1, 20);
        int read = 0;
        while (answers.next().hasSucceeded()) {
            read++;
        }
        assertThat(read).isEqualTo(100);
    }

    @Test
    void whoFollowsWhatIsNotThereOrCannotBeAskedForHearsWhy() {
        heard.onFollow = link -> link.refuse("no batch here has that number", true);
        assertThatThrownBy(() -> follow(FollowBatchRequest.newBuilder().setNumber(7)).next())
                .hasMessage("NOT_FOUND: no batch here has that number");
        heard.onFollow = link -> link.refuse("there is no journal", false);
        assertThatThrownBy(() -> follow(FollowBatchRequest.newBuilder().setNumber(7)).next())
                .hasMessage("FAILED_PRECONDITION: there is no journal");
        for (FollowBatchRequest.Builder request :
                List.of(
                        FollowBatchRequest.newBuilder(),
                        FollowBatchRequest.newBuilder().setNumber(0),
                        FollowBatchRequest.newBuilder().setKey(""))) {
            assertThatThrownBy(() -> follow(request).next())
                    .hasMessageStartingWith(
                            "INVALID_ARGUMENT: a batch to follow must be named by its number or its key");
        }
        for (String key : List.of("k".repeat(BatchKey.LONGEST + 1), "a\u001b[2J")) {
            assertThatThrownBy(() -> follow(FollowBatchRequest.newBuilder().setKey(key)).next())
                    .hasMessageStartingWith(
                            "INVALID_ARGUMENT: a batch's key must have at most 128 characters");
        }
        assertThatThrownBy(() ->
                        follow(
                                        FollowBatchRequest.newBuilder()
                                                .setNumber(1)
                                                .setSettled(
                                                        ByteString.copyFrom(new byte[12_500_001])))
                                .next())
                .hasMessageStartingWith("INVALID_ARGUMENT: a batch must have at most 100000000");
    }

    @Test
    void soManyFollowAndWhoLeavesMakesRoom() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        heard.onFollow = link -> link.onEnd(left::countDown);
        Context.CancellableContext first = Context.current().withCancellation();
        List<Iterator<FollowBatchResponse>> all = new ArrayList<>();
        List<ManagedChannel> channels = new ArrayList<>();
        for (int follower = 0; follower < ClientStreams.MOST_FOLLOWERS; follower++) {
            // So few calls may be made over one connection.
            if (follower % 50 == 0) {
                channels.add(
                        new Dial(
                                        new Endpoint("127.0.0.1", server.address().getPort()),
                                        new Token(Role.CLIENT, SECRET, new Trust.Nobody()),
                                        TlsFiles.NONE)
                                .open(transport));
            }
            var stub = ClientServiceGrpc.newBlockingStub(channels.getLast());
            FollowBatchRequest one = FollowBatchRequest.newBuilder().setNumber(7).build();
            all.add(
                    follower == 0
                            ? first.call(() -> stub.followBatch(one))
                            : stub.followBatch(one));
            var _ = heard.requests.take();
        }
        assertThatThrownBy(() -> follow(FollowBatchRequest.newBuilder().setNumber(7)).next())
                .hasMessageStartingWith(
                        "RESOURCE_EXHAUSTED: at most 256 followers can be connected");

        first.cancel(null);
        assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
        heard.onFollow = link -> link.refuse("now there is room", false);
        assertThatThrownBy(() -> follow(FollowBatchRequest.newBuilder().setNumber(7)).next())
                .hasMessageEndingWith("now there is room");
        for (ManagedChannel each : channels) {
            each.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
        assertThat(all).hasSize(ClientStreams.MOST_FOLLOWERS);
    }

    @Test
    void whoWantsAWorkerDrainedHearsWhyItCannotBe() {
        var operator = ClientServiceGrpc.newBlockingStub(channel);
        UnaryOperator<String> drain =
                worker -> {
                    try {
                        var _ =
                                operator.drainWorker(
                                        DrainWorkerRequest.newBuilder().setWorker(worker).build());
                        return "asked";
                    } catch (StatusRuntimeException e) {
                        return String.valueOf(e.getMessage());
                    }
                };

        assertThat(drain.apply("here")).isEqualTo("asked");
        assertThat(drain.apply("broken")).isEqualTo("FAILED_PRECONDITION: its stream is broken");
        assertThat(drain.apply("nobody")).startsWith("NOT_FOUND: ");
    }

    /// The transport's thread of this client gets no core for a while: what was said meanwhile
    /// waits for it, and so does the end of everything.
    @Test
    void streamsAreEndedOnceWhatWasSaidLastHasGoneOut() throws Exception {
        assumeThat(Runtime.getRuntime().availableProcessors())
                .as("threads of the transport: one listens, another has the client")
                .isGreaterThan(1);
        CountDownLatch hasCore = new CountDownLatch(1);
        heard.onSaid =
                link -> {
                    link.abort("these are the last words");
                    awaitUninterruptibly(hasCore);
                };
        client.ping();
        assertThat(heard.next()).isEqualTo("said Alive");

        Thread ending = Thread.ofPlatform().daemon().start(server::endStreams);
        try {
            await().until(() ->
                    EnumSet.of(Thread.State.TIMED_WAITING, Thread.State.TERMINATED)
                            .contains(ending.getState()));
            assertThat(ending.isAlive()).as("it waits").isTrue();
        } finally {
            hasCore.countDown();
        }

        assertThat(client.end().getDescription()).contains("these are the last words");
        assertThat(ending.join(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void aQuestionThatWasAskedIsAnsweredBeforeTheServerEnds() throws Exception {
        var answer =
                ClientServiceGrpc.newFutureStub(channel)
                        .listBatches(ListBatchesRequest.getDefaultInstance());
        await().until(() -> heard.batches.getNumberOfDependents() > 0);

        Thread ending = Thread.ofPlatform().daemon().start(server::endStreams);
        await().until(() ->
                EnumSet.of(Thread.State.TIMED_WAITING, Thread.State.TERMINATED)
                        .contains(ending.getState()));
        heard.batches.complete(List.of());

        assertThat(answer.get(20, TimeUnit.SECONDS).getBatchesList()).isEmpty();
        assertThat(ending.join(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void streamsThatNobodyEndedAreEndedAtOnce() throws Exception {
        server.endStreams();

        assertThat(client.end().isOk()).isFalse();
        assertThat(heard.next()).isEqualTo("ended");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// What the transport told, in sequence.
    private static final class Heard implements ClientListener {

        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
        private final BlockingQueue<ClientHello> hellos = new LinkedBlockingQueue<>();
        private final BlockingQueue<ClientMessage> messages = new LinkedBlockingQueue<>();
        private final BlockingQueue<FollowRequest> requests = new LinkedBlockingQueue<>();
        private volatile Consumer<ClientLink> onSaid = ClientLink::acknowledge;
        private volatile Consumer<ClientLink> onPaceChange = _ -> {};
        private volatile Consumer<FollowLink> onFollow = FollowLink::complete;
        private volatile CompletableFuture<List<BatchSummary>> batches = new CompletableFuture<>();

        String next() throws InterruptedException {
            String next = told.poll(20, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            return next;
        }

        @Override
        public void opened(ClientLink link, ClientHello hello) {
            hellos.add(hello);
            told.add("opened");
        }

        @Override
        public void said(ClientLink link, ClientMessage message, long heardNanos) {
            messages.add(message);
            told.add("said " + message.getClass().getSimpleName());
            onSaid.accept(link);
        }

        @Override
        public void heard(ClientLink link) {
            told.add("heard");
        }

        @Override
        public void paceChanged(ClientLink link) {
            onPaceChange.accept(link);
        }

        @Override
        public void ended(ClientLink link, Optional<String> failure) {
            told.add("ended");
        }

        @Override
        public CompletableFuture<ClusterView> view() {
            return new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<DrainAnswer> drain(String worker) {
            return CompletableFuture.completedFuture(
                    switch (worker) {
                        case "here" -> new DrainAnswer.Asked();
                        case "broken" -> new DrainAnswer.Refused("its stream is broken");
                        default -> new DrainAnswer.NotHere();
                    });
        }

        @Override
        public CompletableFuture<List<BatchSummary>> batches() {
            return batches;
        }

        @Override
        public void follow(FollowRequest request, FollowLink link) {
            requests.add(request);
            onFollow.accept(link);
        }

        @Override
        public CompletableFuture<OptionalInt> cancel(long batch) {
            return CompletableFuture.completedFuture(OptionalInt.empty());
        }
    }

    private static final class NoWorkers implements WorkerListener {

        @Override
        public void joined(WorkerLink link, WorkerHello hello) {}

        @Override
        public void said(WorkerLink link, WorkerMessage message, long heardNanos) {}

        @Override
        public void ended(WorkerLink link, Optional<String> failure) {}

        @Override
        public void expelled(WorkerLink link, String why) {
            ended(link, Optional.of(why));
        }
    }
}
