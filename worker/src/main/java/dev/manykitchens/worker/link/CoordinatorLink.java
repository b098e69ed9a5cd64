package dev.manykitchens.worker.link;

import dev.manykitchens.proto.link.ColumnCodec;
import dev.manykitchens.proto.link.Dial;
import dev.manykitchens.proto.link.Protocol;
import dev.manykitchens.proto.v1.Credits;
import dev.manykitchens.proto.v1.DrainRequest;
import dev.manykitchens.proto.v1.Failure;
import dev.manykitchens.proto.v1.FailureKind;
import dev.manykitchens.proto.v1.Goodbye;
import dev.manykitchens.proto.v1.Heartbeat;
import dev.manykitchens.proto.v1.Hello;
import dev.manykitchens.proto.v1.LeaseReturn;
import dev.manykitchens.proto.v1.ResourceRequest;
import dev.manykitchens.proto.v1.ResourceReturn;
import dev.manykitchens.proto.v1.ResourceUse;
import dev.manykitchens.proto.v1.Results;
import dev.manykitchens.proto.v1.WorkRequest;
import dev.manykitchens.proto.v1.WorkerServiceGrpc;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;

import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/// The stream to the coordinator. Thread-safe: messages go out in the order in which they are
/// given, and no call blocks except [#awaitReady].
public final class CoordinatorLink {

    /// So many bytes may wait for the network before those who send much should pause.
    private static final int READY_BYTES = 1 << 20;

    private final ClientCallStreamObserver<WorkRequest> stream;
    private final Object sending = new Object();
    private final Object readiness = new Object();
    private boolean over;

    private CoordinatorLink(ClientCallStreamObserver<WorkRequest> stream) {
        this.stream = stream;
    }

    /// Connects, and tells the listener what comes. A coordinator that cannot be reached is the
    /// stream's end.
    ///
    /// @throws IllegalArgumentException when a file of a certificate cannot be used
    public static CoordinatorLink open(Dial dial, CoordinatorListener listener) {
        EventLoopGroup transport =
                new MultiThreadIoEventLoopGroup(
                        1,
                        Thread.ofPlatform().daemon().name("worker-transport-", 0).factory(),
                        NioIoHandler.newFactory());
        ManagedChannel channel = dial.open(transport);
        IncomingStream incoming = new IncomingStream(listener);
        var stream =
                (ClientCallStreamObserver<WorkRequest>)
                        ClientCalls.asyncBidiStreamingCall(
                                channel.newCall(
                                        WorkerServiceGrpc.getWorkMethod(),
                                        CallOptions.DEFAULT.withOnReadyThreshold(READY_BYTES)),
                                incoming);
        CoordinatorLink link = new CoordinatorLink(stream);
        incoming.connect(link::wake, link::markOver);
        return link;
    }

    /// Introduces the worker. Said once, first.
    public void hello(
            String name,
            String host,
            long pid,
            int threads,
            int stoves,
            Collection<String> recipes) {
        send(
                WorkRequest.newBuilder()
                        .setHello(
                                Hello.newBuilder()
                                        .setProtocolVersion(Protocol.VERSION)
                                        .setBuildVersion(Protocol.buildVersion())
                                        .setName(name)
                                        .setHost(host)
                                        .setPid(pid)
                                        .setThreads(threads)
                                        .setStoves(stoves)
                                        .setProcessors(Runtime.getRuntime().availableProcessors())
                                        .addAllRecipes(recipes)));
    }

    /// Offers to take so many leases in all.
    public void credits(long total) {
        send(WorkRequest.newBuilder().setCredits(Credits.newBuilder().setTotal(total)));
    }

    /// Reports jobs that ended.
    public void report(ReportedJobs jobs) {
        Results.Builder results =
                Results.newBuilder()
                        .setLease(jobs.lease())
                        .setFirst(jobs.first())
                        .setCount(jobs.times().size())
                        .setResults(
                                ColumnCodec.encode(jobs.successes(), 0, jobs.successes().size()))
                        .setReceivedNanos(jobs.receivedNanos())
                        .setCreditsTotal(jobs.creditsTotal());
        jobs.failures().forEach(failed -> results.addFailures(failure(failed)));
        JobTimes times = jobs.times();
        for (int row = 0; row < times.size(); row++) {
            results.addStartedAfterNanos(times.get(JobTimes.STARTED_AFTER, row))
                    .addRanNanos(times.get(JobTimes.RAN, row))
                    .addStoveNanos(times.get(JobTimes.STOVE, row))
                    .addCpuNanos(times.get(JobTimes.CPU, row))
                    .addWaitNanos(times.get(JobTimes.WAIT, row))
                    .addResourceNanos(times.get(JobTimes.RESOURCE, row));
        }
        jobs.uses()
                .forEach(use ->
                        results.addResourceUses(
                                ResourceUse.newBuilder()
                                        .setName(use.name())
                                        .setWaitNanos(use.waitNanos())
                                        .setHeldNanos(use.heldNanos())));
        send(WorkRequest.newBuilder().setResults(results.setSentNanos(System.nanoTime())));
    }

    private static Failure failure(ReportedJobs.FailedJob failed) {
        FailureKind kind =
                switch (failed.reason()) {
                    case FAILED -> FailureKind.FAILURE_KIND_FAILED;
                    case TIMED_OUT -> FailureKind.FAILURE_KIND_TIMED_OUT;
                    case CANCELLED -> FailureKind.FAILURE_KIND_CANCELLED;
                };
        return Failure.newBuilder()
                .setOffset(failed.offset())
                .setKind(kind)
                .setMessage(failed.message())
                .build();
    }

    /// What a heartbeat tells.
    ///
    /// @param leases every lease that is not reported to the end
    /// @param residentBytes 0 when unknown
    /// @param echoHeardNanos the newest echo's heard time, when one came
    /// @param echoReceivedNanos and when it came, as of `System.nanoTime`
    public record Pulse(
            Collection<Long> leases,
            long residentBytes,
            long cpuNanos,
            long lateNanos,
            int abandonedThreads,
            OptionalLong echoHeardNanos,
            OptionalLong echoReceivedNanos) {

        public Pulse {
            leases = List.copyOf(leases);
        }
    }

    /// Says that the worker is alive.
    public void heartbeat(Pulse pulse) {
        Heartbeat.Builder heartbeat =
                Heartbeat.newBuilder()
                        .addAllLeases(pulse.leases())
                        .setResidentBytes(pulse.residentBytes())
                        .setCpuNanos(pulse.cpuNanos())
                        .setLateNanos(pulse.lateNanos())
                        .setAbandonedThreads(pulse.abandonedThreads());
        pulse.echoHeardNanos().ifPresent(heartbeat::setEchoHeardNanos);
        pulse.echoReceivedNanos().ifPresent(heartbeat::setEchoReceivedNanos);
        send(WorkRequest.newBuilder().setHeartbeat(heartbeat.setSentNanos(System.nanoTime())));
    }

    /// Asks for a permit of a shared resource.
    public void askResource(long ticket, String resource) {
        send(
                WorkRequest.newBuilder()
                        .setResourceRequest(
                                ResourceRequest.newBuilder()
                                        .setTicket(ticket)
                                        .setResource(resource)));
    }

    /// Gives a permit back, or asks no more.
    public void returnResource(long ticket) {
        send(
                WorkRequest.newBuilder()
                        .setResourceReturn(ResourceReturn.newBuilder().setTicket(ticket)));
    }

    /// Gives back a lease of which no job was started.
    public void returnLease(long lease) {
        send(WorkRequest.newBuilder().setLeaseReturn(LeaseReturn.newBuilder().setLease(lease)));
    }

    /// Asks to be drained.
    public void askDrain(String reason) {
        send(WorkRequest.newBuilder().setDrainRequest(DrainRequest.newBuilder().setReason(reason)));
    }

    /// Says goodbye. Nothing is sent after it; the coordinator ends the stream.
    public void goodbye(String reason) {
        synchronized (sending) {
            if (!over) {
                send(WorkRequest.newBuilder().setGoodbye(Goodbye.newBuilder().setReason(reason)));
                over = true;
                stream.onCompleted();
            }
        }
    }

    /// Whether little waits for the network.
    public boolean isReady() {
        return stream.isReady();
    }

    /// Waits until little waits for the network, or the stream has ended. Not on the transport's
    /// thread.
    public void awaitReady() {
        if (stream.isReady()) {
            return;
        }
        synchronized (readiness) {
            boolean interrupted = false;
            while (!stream.isReady() && !isOver()) {
                try {
                    readiness.wait(100);
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void send(WorkRequest.Builder message) {
        WorkRequest built = message.build();
        synchronized (sending) {
            if (!over) {
                stream.onNext(built);
            }
        }
    }

    private boolean isOver() {
        synchronized (sending) {
            return over;
        }
    }

    private void markOver() {
        synchronized (sending) {
            over = true;
        }
        wake();
    }

    private void wake() {
        synchronized (readiness) {
            readiness.notifyAll();
        }
    }
}
