package dev.manykitchens.coordinator.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.value.Column;
import dev.manykitchens.proto.link.ColumnCodec;
import dev.manykitchens.proto.link.Protocol;
import dev.manykitchens.proto.v1.BatchArguments;
import dev.manykitchens.proto.v1.BatchDefinition;
import dev.manykitchens.proto.v1.BatchStart;
import dev.manykitchens.proto.v1.ClientHello;
import dev.manykitchens.proto.v1.ClientServiceGrpc;
import dev.manykitchens.proto.v1.Ping;
import dev.manykitchens.proto.v1.SubmitRequest;
import dev.manykitchens.proto.v1.SubmitResponse;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A client made of raw messages, inside the test's JVM.
final class RawClient
        implements ClientResponseObserver<SubmitRequest, SubmitResponse>, AutoCloseable {

    private final StreamObserver<SubmitRequest> requests;

    /// So many messages are read before it is told to read on; 0: all.
    private final int readsFirst;

    private volatile @Nullable ClientCallStreamObserver<SubmitRequest> reading;
    private final BlockingQueue<SubmitResponse> responses = new LinkedBlockingQueue<>();
    private final AtomicInteger read = new AtomicInteger();
    private final CompletableFuture<Status> end = new CompletableFuture<>();

    /// Opens a stream and says nothing.
    RawClient(Channel channel) {
        this(channel, 0);
    }

    /// Opens a stream, says nothing, and reads so many messages before it is told to read on; 0:
    /// all.
    RawClient(Channel channel, int readsFirst) {
        this.readsFirst = readsFirst;
        requests = ClientServiceGrpc.newStub(channel).submit(this);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<SubmitRequest> calls) {
        if (readsFirst > 0) {
            calls.disableAutoRequestWithInitial(readsFirst);
            reading = calls;
        }
    }

    /// Reads so many more messages.
    void read(int messages) {
        ClientCallStreamObserver<SubmitRequest> calls = reading;
        if (calls != null) {
            calls.request(messages);
        }
    }

    static ClientHello.Builder hello() {
        return ClientHello.newBuilder()
                .setProtocolVersion(Protocol.VERSION)
                .setBuildVersion(Protocol.buildVersion())
                .setHost("raw-client")
                .setPid(43)
                .setWaitMillis(20_000);
    }

    /// Says hello and waits for the welcome.
    RawClient join() throws Exception {
        say(SubmitRequest.newBuilder().setHello(hello()));
        assertThat(next().hasWelcome()).isTrue();
        return this;
    }

    /// A good start of a batch of one column.
    static BatchStart.Builder start(long number, String recipe, int jobs) {
        return BatchStart.newBuilder()
                .setBatch(number)
                .setDefinition(
                        BatchDefinition.newBuilder()
                                .setRecipe(recipe)
                                .setWork("own")
                                .setTimeScale(1)
                                .setSeed(1))
                .setJobs(jobs)
                .setAttempts(3)
                .setParameters(1)
                .setArgumentBytes(1_000);
    }

    static BatchArguments.Builder arguments(long number, int first, Column column) {
        return BatchArguments.newBuilder()
                .setBatch(number)
                .setFirst(first)
                .setCount(column.size())
                .addArguments(ColumnCodec.encode(column, 0, column.size()));
    }

    void say(BatchStart.Builder start) {
        say(SubmitRequest.newBuilder().setBatchStart(start));
    }

    void say(BatchArguments.Builder arguments) {
        say(SubmitRequest.newBuilder().setBatchArguments(arguments));
    }

    void ping() {
        say(SubmitRequest.newBuilder().setPing(Ping.newBuilder().setSentNanos(Long.MIN_VALUE)));
    }

    void say(SubmitRequest.Builder request) {
        if (!end.isDone()) {
            requests.onNext(request.build());
        }
    }

    /// The next message but events.
    SubmitResponse next() throws InterruptedException {
        SubmitResponse response = responses.poll(20, TimeUnit.SECONDS);
        assertThat(response)
                .as("what comes, on a stream that ended so: %s", end.getNow(null))
                .isNotNull();
        return response;
    }

    /// What came and was not taken, for people.
    String heard() {
        return responses.toString();
    }

    boolean isOver() {
        return end.isDone();
    }

    Status end() throws Exception {
        return end.get(20, TimeUnit.SECONDS);
    }

    /// Whether something but events came and was not taken.
    boolean hasHeard() {
        return !responses.isEmpty();
    }

    /// How many messages were read, events among them.
    int hasRead() {
        return read.get();
    }

    @Override
    public void onNext(SubmitResponse response) {
        read.incrementAndGet();
        if (!response.hasEvent()) {
            responses.add(response);
        }
    }

    @Override
    public void onError(Throwable error) {
        end.complete(Status.fromThrowable(error));
    }

    @Override
    public void onCompleted() {
        end.complete(Status.OK);
    }

    @Override
    public void close() {
        if (!end.isDone()) {
            requests.onError(Status.CANCELLED.asRuntimeException());
        }
    }
}
