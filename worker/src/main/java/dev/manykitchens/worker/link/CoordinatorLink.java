package dev.manykitchens.worker.link;

import dev.manykitchens.proto.link.Dial;
import dev.manykitchens.proto.link.Endpoint;
import dev.manykitchens.proto.link.Frame;
import dev.manykitchens.proto.link.LongMessages;
import dev.manykitchens.proto.link.Protocol;
import dev.manykitchens.proto.link.WorkMethod;
import dev.manykitchens.proto.v1.Credits;
import dev.manykitchens.proto.v1.DrainRequest;
import dev.manykitchens.proto.v1.Goodbye;
import dev.manykitchens.proto.v1.Heartbeat;
import dev.manykitchens.proto.v1.Hello;
import dev.manykitchens.proto.v1.LeaseReturn;
import dev.manykitchens.proto.v1.ResourceRequest;
import dev.manykitchens.proto.v1.ResourceReturn;
import dev.manykitchens.proto.v1.WorkRequest;
import dev.manykitchens.proto.v1.WorkResponse;
import dev.manykitchens.proto.v1.WorkerServiceGrpc;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;

import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/// One stream to the coordinator. Thread-safe: messages go out in the order in which they are
/// given, and no call blocks except [#awaitReady]. What is said after its end goes nowhere.
public final class CoordinatorLink {

    /// So many bytes may wait for the network before those who send much should pause.
    private static final int READY_BYTES = 1 << 20;

    private static final MethodDescriptor<Frame<WorkRequest>, Frame<WorkResponse>> WORK =
            WorkMethod.inFrames(WorkerServiceGrpc.getWorkMethod());

    private final Endpoint coordinator;
    private final ManagedChannel channel;
    private final ClientCallStreamObserver<Frame<WorkRequest>> stream;
    private final Object sending = new Object();
    private final Object readiness = new Object();
    private boolean over;

    private CoordinatorLink(
            Endpoint coordinator,
            ManagedChannel channel,
            ClientCallStreamObserver<Frame<WorkRequest>> stream) {
        this.coordinator = coordinator;
        this.channel = channel;
        this.stream = stream;
    }

    /// Refuses a way that can never be gone, without going it.
    ///
    /// @throws IllegalArgumentException when a file of a certificate cannot be used
    public static void check(Dial dial, Transport transport) {
        dial.open(transport.group()).shutdownNow();
    }

    /// Connects, and tells the listener what comes. A coordinator that cannot be reached is the
    /// stream's end.
    ///
    /// @throws IllegalArgumentException when a file of a certificate cannot be used
    public static CoordinatorLink open(
            Dial dial, Transport transport, CoordinatorListener listener) {
        ManagedChannel channel = dial.open(transport.group());
        IncomingStream incoming = new IncomingStream(listener);
        var stream =
                (ClientCallStreamObserver<Frame<WorkRequest>>)
                        ClientCalls.asyncBidiStreamingCall(
                                channel.newCall(
                                        WORK,
                                        CallOptions.DEFAULT
                                                .withOnReadyThreshold(READY_BYTES)
                                                .withStreamTracerFactory(
                                                        LongMessages.ofCall(listener::heard))),
                                incoming);
        CoordinatorLink link = new CoordinatorLink(dial.endpoint(), channel, stream);
        incoming.connect(link::wake, link::markOver);
        return link;
    }

    /// Where it leads.
    public Endpoint coordinator() {
        return coordinator;
    }

    /// Ends the stream and its connection, whatever state they are in.
    public void close() {
        markOver();
        stream.cancel("given up", null);
        channel.shutdownNow();
    }

    /// Introduces the worker. Said once, first.
    public void hello(Introduction worker) {
        Hello.Builder hello =
                Hello.newBuilder()
                        .setProtocolVersion(Protocol.VERSION)
                        .setBuildVersion(Protocol.buildVersion())
                        .setName(worker.name())
                        .setNameWasGiven(worker.nameGiven())
                        .setInstance(worker.instance())
                        .setHost(worker.host())
                        .setPid(worker.pid())
                        .setThreads(worker.threads())
                        .setStoves(worker.stoves())
                        .setAdjusts(true)
                        .setProcessors(Runtime.getRuntime().availableProcessors())
                        .setMemoryBytes(worker.memoryBytes())
                        .addAllRecipes(worker.recipes());
        worker.holdings().map(CoordinatorLink::encode).ifPresent(hello::setHoldings);
        send(WorkRequest.newBuilder().setHello(hello));
    }

    private static dev.manykitchens.proto.v1.Holdings encode(Holdings holdings) {
        var encoded =
                dev.manykitchens.proto.v1.Holdings.newBuilder()
                        .setReceived(holdings.received())
                        .addAllLeases(holdings.leases());
        for (Holdings.HeldPermit held : holdings.permits()) {
            encoded.addPermits(request(held.ticket(), held.key(), held.user(), held.job()));
        }
        return encoded.build();
    }

    private static ResourceRequest.Builder request(
            long ticket, String resource, long user, int job) {
        return ResourceRequest.newBuilder()
                .setTicket(ticket)
                .setResource(resource)
                .setUser(user)
                .setJob(job);
    }

    /// Offers to take so many leases in all.
    void credits(long total) {
        send(WorkRequest.newBuilder().setCredits(Credits.newBuilder().setTotal(total)));
    }

    /// Reports jobs that ended.
    void results(Frame<WorkRequest> results) {
        send(results);
    }

    /// What a heartbeat tells.
    ///
    /// @param leases every lease that is not reported to the end
    /// @param residentBytes 0 when unknown
    /// @param heapBytes of the heap in use
    /// @param heapMostBytes the most that the heap may take
    /// @param progress what runs at this moment
    /// @param echoHeardNanos the newest echo's heard time, when one came
    /// @param echoReceivedNanos and when it came, as of `System.nanoTime`
    public record Pulse(
            Collection<Long> leases,
            long residentBytes,
            long cpuNanos,
            long heapBytes,
            long heapMostBytes,
            long lateNanos,
            int abandonedThreads,
            ChunksInProgress progress,
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
                        .setHeapBytes(pulse.heapBytes())
                        .setHeapMostBytes(pulse.heapMostBytes())
                        .setLateNanos(pulse.lateNanos())
                        .setAbandonedThreads(pulse.abandonedThreads());
        pulse.echoHeardNanos().ifPresent(heartbeat::setEchoHeardNanos);
        pulse.echoReceivedNanos().ifPresent(heartbeat::setEchoReceivedNanos);
        long now = System.nanoTime();
        heartbeat.setInProgress(pulse.progress().message(now));
        send(WorkRequest.newBuilder().setHeartbeat(heartbeat.setSentNanos(now)));
    }

    /// Asks for a permit of a shared resource, by its key.
    ///
    /// @param user the number of whoever asks
    /// @param job its position in its batch
    public void askResource(long ticket, String resource, long user, int job) {
        send(WorkRequest.newBuilder().setResourceRequest(request(ticket, resource, user, job)));
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
    ///
    /// @return whether the stream was still there to say it on
    public boolean goodbye(String reason) {
        synchronized (sending) {
            if (over) {
                return false;
            }
            send(WorkRequest.newBuilder().setGoodbye(Goodbye.newBuilder().setReason(reason)));
            over = true;
            stream.onCompleted();
            return true;
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
        send(new Frame.Generated<>(message.build()));
    }

    private void send(Frame<WorkRequest> message) {
        synchronized (sending) {
            if (!over) {
                stream.onNext(message);
            }
        }
    }

    /// Whether what is said goes nowhere.
    boolean isOver() {
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
