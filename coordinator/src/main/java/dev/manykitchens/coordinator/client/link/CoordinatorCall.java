package dev.manykitchens.coordinator.client.link;

import com.google.protobuf.ByteString;

import dev.manykitchens.coordinator.link.BatchTerms;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.proto.link.Dial;
import dev.manykitchens.proto.link.LongMessages;
import dev.manykitchens.proto.link.Protocol;
import dev.manykitchens.proto.v1.BatchArguments;
import dev.manykitchens.proto.v1.BatchCancel;
import dev.manykitchens.proto.v1.BatchDefinition;
import dev.manykitchens.proto.v1.BatchStart;
import dev.manykitchens.proto.v1.BatchTaken;
import dev.manykitchens.proto.v1.ClientHello;
import dev.manykitchens.proto.v1.ClientServiceGrpc;
import dev.manykitchens.proto.v1.Ping;
import dev.manykitchens.proto.v1.Resource;
import dev.manykitchens.proto.v1.SubmitRequest;

import io.grpc.CallOptions;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/// One stream to the coordinator, from hello to end. Confined to the pool's loop; nothing here
/// blocks. What is said after the end goes nowhere.
public final class CoordinatorCall {

    private final ClientChannel channel;
    private final ClientCallStreamObserver<SubmitRequest> stream;
    private final Uploads uploads = new Uploads(new Up());
    private boolean over;

    private CoordinatorCall(ClientChannel channel, ClientCallStreamObserver<SubmitRequest> stream) {
        this.channel = channel;
        this.stream = stream;
    }

    /// What the client wants.
    ///
    /// @param workers how many workers run its jobs at most, and must be here; 0: any number, and
    ///   one
    /// @param patience how long it waits for them
    /// @param resources the named resources that its jobs may use
    /// @param needsNoWorker whether it only hands in what outlives it, and waits for no worker
    /// @param session who it is, over all streams that it opens
    public record Wish(
            String host,
            long pid,
            int workers,
            Duration patience,
            Map<String, ResourceSpec> resources,
            boolean needsNoWorker,
            String session) {

        public Wish {
            resources = Map.copyOf(resources);
        }
    }

    /// Connects and says hello. A coordinator that cannot be reached is the stream's end.
    ///
    /// @throws IllegalArgumentException when a file of a certificate cannot be used
    public static CoordinatorCall open(Dial dial, Wish wish, CallListener listener) {
        ClientChannel channel = ClientChannel.open(dial, "cluster");
        var stream =
                (ClientCallStreamObserver<SubmitRequest>)
                        ClientCalls.asyncBidiStreamingCall(
                                channel.channel()
                                        .newCall(
                                                ClientServiceGrpc.getSubmitMethod(),
                                                CallOptions.DEFAULT.withStreamTracerFactory(
                                                        LongMessages.ofCall(listener::heard))),
                                new CallDecoder(listener));
        CoordinatorCall call = new CoordinatorCall(channel, stream);
        call.hello(wish);
        return call;
    }

    private void hello(Wish wish) {
        ClientHello.Builder hello =
                ClientHello.newBuilder()
                        .setProtocolVersion(Protocol.VERSION)
                        .setBuildVersion(Protocol.buildVersion())
                        .setHost(wish.host())
                        .setPid(wish.pid())
                        .setWorkers(wish.workers())
                        .setWaitMillis(Math.toIntExact(wish.patience().toMillis()))
                        .setNeedsNoWorker(wish.needsNoWorker())
                        .setSession(wish.session());
        wish.resources()
                .forEach((name, spec) ->
                        hello.addResources(
                                Resource.newBuilder()
                                        .setName(name)
                                        .setPermits(spec.permits())
                                        .setShared(spec.scope() == ResourceSpec.Scope.SHARED)));
        send(SubmitRequest.newBuilder().setHello(hello));
    }

    /// The most bytes that the arguments of a batch can take on the wire.
    public static long bytesOf(Batch batch) {
        return Uploads.bytesOf(batch);
    }

    /// Announces a batch.
    ///
    /// @param settled the jobs that have their outcome, from an earlier stream
    public void start(
            long number,
            Batch batch,
            double unitsPerSecond,
            boolean speculate,
            BitSet settled,
            BatchTerms terms) {
        BatchOptions options = batch.options();
        send(
                SubmitRequest.newBuilder()
                        .setBatchStart(
                                BatchStart.newBuilder()
                                        .setBatch(number)
                                        .setDefinition(
                                                BatchDefinition.newBuilder()
                                                        .setRecipe(batch.recipe().name())
                                                        .setWork(options.work().toString())
                                                        .setTimeScale(options.timeScale())
                                                        .setSeed(options.seed())
                                                        .setTimeoutNanos(
                                                                options.timeout()
                                                                        .map(Duration::toNanos)
                                                                        .orElse(0L))
                                                        .setWorkUnitsPerSecond(unitsPerSecond))
                                        .setJobs(batch.size())
                                        .setAttempts(options.attempts())
                                        .setPriority(options.priority())
                                        .setSpeculate(speculate)
                                        .setParameters(batch.arguments().columns().size())
                                        .setArgumentBytes(bytesOf(batch))
                                        .setSettled(ByteString.copyFrom(settled.toByteArray()))
                                        .setKey(terms.key().text())
                                        .setDigest(terms.key().digest())
                                        .setDetached(terms.detached())
                                        .setWaits(terms.waits())));
    }

    /// Says that every outcome of a batch has come, which may be forgotten there.
    public void taken(long number) {
        send(SubmitRequest.newBuilder().setBatchTaken(BatchTaken.newBuilder().setBatch(number)));
    }

    /// Sends the arguments of a batch, in parts, as fast as the stream takes them.
    public void arguments(long number, Columns arguments) {
        uploads.add(number, arguments);
    }

    /// Goes on with what is on its way; when the listener heard that the stream takes more.
    public void sendMore() {
        uploads.sendMore();
    }

    /// Stops jobs.
    ///
    /// @param jobs positions; empty: all of the batch
    public void cancel(long number, List<Integer> jobs) {
        if (jobs.isEmpty()) {
            uploads.drop(number);
        }
        send(
                SubmitRequest.newBuilder()
                        .setBatchCancel(
                                BatchCancel.newBuilder().setBatch(number).addAllJobs(jobs)));
    }

    /// Says that the client is alive.
    public void ping(long nowNanos) {
        send(SubmitRequest.newBuilder().setPing(Ping.newBuilder().setSentNanos(nowNanos)));
    }

    /// Leaves in order: what is unfinished and not detached is cancelled there.
    public void leave() {
        if (!over) {
            over = true;
            stream.onCompleted();
            channel.leave();
        }
    }

    /// Ends the stream at once.
    public void cut() {
        over = true;
        channel.cut();
    }

    private void send(SubmitRequest.Builder message) {
        if (!over) {
            stream.onNext(message.build());
        }
    }

    /// The stream, for arguments.
    private final class Up implements Uploads.Way {

        @Override
        public boolean isReady() {
            return !over && stream.isReady();
        }

        @Override
        public void send(BatchArguments part) {
            CoordinatorCall.this.send(SubmitRequest.newBuilder().setBatchArguments(part));
        }
    }
}
