package dev.manykitchens.coordinator.client.link;

import com.google.protobuf.ByteString;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.proto.link.ColumnCodec;
import dev.manykitchens.proto.link.Dial;
import dev.manykitchens.proto.link.Protocol;
import dev.manykitchens.proto.v1.BatchArguments;
import dev.manykitchens.proto.v1.BatchCancel;
import dev.manykitchens.proto.v1.BatchDefinition;
import dev.manykitchens.proto.v1.BatchStart;
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

    /// Columns on the wire have a few bytes around them.
    private static final int BYTES_AROUND = 64;

    private final ClientChannel channel;
    private final ClientCallStreamObserver<SubmitRequest> stream;
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
    public record Wish(
            String host,
            long pid,
            int workers,
            Duration patience,
            Map<String, ResourceSpec> resources) {

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
                                                CallOptions.DEFAULT),
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
                        .setWaitMillis(Math.toIntExact(wish.patience().toMillis()));
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
        Columns arguments = batch.arguments();
        long parts = 1 + arguments.wireBytes(0, batch.size()) / Protocol.TARGET_MESSAGE_BYTES;
        return arguments.wireBytes(0, batch.size())
                + BYTES_AROUND * (1L + arguments.columns().size()) * (parts + 1);
    }

    /// Announces a batch.
    ///
    /// @param settled the jobs that have their outcome, from an earlier stream
    public void start(
            long number, Batch batch, double unitsPerSecond, boolean speculate, BitSet settled) {
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
                                        .setSpeculate(speculate)
                                        .setParameters(batch.arguments().columns().size())
                                        .setArgumentBytes(bytesOf(batch))
                                        .setSettled(ByteString.copyFrom(settled.toByteArray()))));
    }

    /// Sends the arguments of a batch, in parts of about 4 MiB.
    public void arguments(long number, Columns arguments) {
        int first = 0;
        while (first < arguments.rows()) {
            int end = endOfPart(arguments, first);
            BatchArguments.Builder part =
                    BatchArguments.newBuilder()
                            .setBatch(number)
                            .setFirst(first)
                            .setCount(end - first);
            for (Column column : arguments.columns()) {
                part.addArguments(ColumnCodec.encode(column, first, end));
            }
            send(SubmitRequest.newBuilder().setBatchArguments(part));
            first = end;
        }
    }

    private static int endOfPart(Columns arguments, int first) {
        int most = arguments.rows() - first;
        int count = Math.min(most, 1);
        while (count < most
                && arguments.wireBytes(first, first + Math.min(most, 2 * count))
                        <= Protocol.TARGET_MESSAGE_BYTES) {
            count = Math.min(most, 2 * count);
        }
        return first + count;
    }

    /// Stops jobs.
    ///
    /// @param jobs positions; empty: all of the batch
    public void cancel(long number, List<Integer> jobs) {
        send(
                SubmitRequest.newBuilder()
                        .setBatchCancel(
                                BatchCancel.newBuilder().setBatch(number).addAllJobs(jobs)));
    }

    /// Says that the client is alive.
    public void ping(long nowNanos) {
        send(SubmitRequest.newBuilder().setPing(Ping.newBuilder().setSentNanos(nowNanos)));
    }

    /// Leaves in order: what is unfinished is cancelled there.
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
}
