package dev.manykitchens.coordinator.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.proto.link.Dial;
import dev.manykitchens.proto.link.Endpoint;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.TlsFiles;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.Trust;
import dev.manykitchens.proto.v1.BatchCancel;
import dev.manykitchens.proto.v1.ClientServiceGrpc;
import dev.manykitchens.proto.v1.DrainWorkerRequest;
import dev.manykitchens.proto.v1.SubmitRequest;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
        private final BlockingQueue<FollowRequest> requests = new LinkedBlockingQueue<>();
        private volatile Consumer<ClientLink> onSaid = ClientLink::acknowledge;
        private volatile Consumer<FollowLink> onFollow = FollowLink::complete;
        private volatile CompletableFuture<List<BatchSummary>> batches = new CompletableFuture<>();

        String next() throws InterruptedException {
            String next = told.poll(20, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            return next;
        }

        @Override
        public void opened(ClientLink link, ClientHello hello) {
            told.add("opened");
        }

        @Override
        public void said(ClientLink link, ClientMessage message, long heardNanos) {
            told.add("said " + message.getClass().getSimpleName());
            onSaid.accept(link);
        }

        @Override
        public void heard(ClientLink link) {
            told.add("heard");
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
