package dev.manykitchens.coordinator.link;

import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.proto.link.ColumnCodec;
import dev.manykitchens.proto.v1.Assignment;
import dev.manykitchens.proto.v1.BatchDefinition;
import dev.manykitchens.proto.v1.BatchEnd;
import dev.manykitchens.proto.v1.Cancel;
import dev.manykitchens.proto.v1.Drain;
import dev.manykitchens.proto.v1.HeartbeatEcho;
import dev.manykitchens.proto.v1.Resource;
import dev.manykitchens.proto.v1.ResourceGrant;
import dev.manykitchens.proto.v1.Welcome;
import dev.manykitchens.proto.v1.WorkResponse;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;

import java.time.Duration;
import java.util.List;

/// The way to a worker over its stream.
final class StreamLink implements WorkerLink {

    /// A worker that leaves so many bytes unread is cut off: what it does not read is kept here,
    /// and one that reads nothing gets an echo for each heartbeat all the same.
    static final long MOST_UNREAD_BYTES = 256L << 20;

    private final ServerCallStreamObserver<WorkResponse> stream;
    private final Object sending = new Object();
    private boolean ended;

    /// Of the bytes sent since the transport last said that little waits.
    private long unread;

    StreamLink(ServerCallStreamObserver<WorkResponse> stream) {
        this.stream = stream;
    }

    @Override
    public void welcome(Greeting greeting) {
        Welcome.Builder welcome =
                Welcome.newBuilder()
                        .setWorker(greeting.worker())
                        .setHeartbeatIntervalMillis(
                                Math.toIntExact(greeting.heartbeat().toMillis()))
                        .setSilenceLimitMillis(Math.toIntExact(greeting.silence().toMillis()))
                        .setPrefetch(greeting.prefetch())
                        .setResumed(greeting.resumed());
        greeting.resources().forEach((name, spec) -> welcome.addResources(resource(name, spec)));
        send(WorkResponse.newBuilder().setWelcome(welcome));
    }

    private static Resource.Builder resource(String name, ResourceSpec spec) {
        return Resource.newBuilder()
                .setName(name)
                .setPermits(spec.permits())
                .setShared(spec.scope() == ResourceSpec.Scope.SHARED);
    }

    @Override
    public void assign(Command.Assign assign, BatchTold told, boolean firstOfBatch) {
        Assignment.Builder assignment =
                Assignment.newBuilder()
                        .setLease(assign.lease())
                        .setBatch(assign.batch())
                        .setFirst(assign.first())
                        .setCount(assign.count())
                        .setAttempt(assign.attempt());
        int end = assign.first() + assign.count();
        for (Column column : told.batch().arguments().columns()) {
            assignment.addArguments(ColumnCodec.encode(column, assign.first(), end));
        }
        if (firstOfBatch) {
            assignment.setDefinition(definition(told));
        }
        send(WorkResponse.newBuilder().setAssignment(assignment));
    }

    private static BatchDefinition definition(BatchTold told) {
        BatchOptions options = told.batch().options();
        BatchDefinition.Builder definition =
                BatchDefinition.newBuilder()
                        .setRecipe(told.batch().recipe().name())
                        .setWork(options.work().toString())
                        .setTimeScale(options.timeScale())
                        .setSeed(options.seed())
                        .setTimeoutNanos(options.timeout().map(Duration::toNanos).orElse(0L))
                        .setWorkUnitsPerSecond(told.unitsPerSecond());
        told.resources()
                .forEach((name, keyed) ->
                        definition.addResources(resource(name, keyed.spec()).setKey(keyed.key())));
        return definition.build();
    }

    @Override
    public void cancel(long lease, List<Integer> jobs) {
        send(
                WorkResponse.newBuilder()
                        .setCancel(Cancel.newBuilder().setLease(lease).addAllJobs(jobs)));
    }

    @Override
    public void drain(String reason) {
        send(WorkResponse.newBuilder().setDrain(Drain.newBuilder().setReason(reason)));
    }

    @Override
    public void echo(long sentNanos, long heardNanos, long resultsHeard) {
        send(
                WorkResponse.newBuilder()
                        .setHeartbeatEcho(
                                HeartbeatEcho.newBuilder()
                                        .setSentNanos(sentNanos)
                                        .setHeardNanos(heardNanos)
                                        .setResultsHeard(resultsHeard)));
    }

    @Override
    public void grant(long ticket) {
        send(
                WorkResponse.newBuilder()
                        .setResourceGrant(ResourceGrant.newBuilder().setTicket(ticket)));
    }

    @Override
    public void refuse(long ticket, String reason) {
        send(
                WorkResponse.newBuilder()
                        .setResourceGrant(
                                ResourceGrant.newBuilder().setTicket(ticket).setRefusal(reason)));
    }

    @Override
    public void endBatch(long batch) {
        send(WorkResponse.newBuilder().setBatchEnd(BatchEnd.newBuilder().setBatch(batch)));
    }

    @Override
    public void acknowledge() {
        allow(1);
    }

    /// Lets the worker send so many more messages.
    void allow(int messages) {
        stream.request(messages);
    }

    @Override
    public void complete() {
        synchronized (sending) {
            if (!ended) {
                ended = true;
                if (!stream.isCancelled()) {
                    stream.onCompleted();
                }
            }
        }
    }

    @Override
    public void abort(String reason) {
        end(Refusals.lost(reason));
    }

    @Override
    public void turnAway(String reason) {
        end(Refusals.unfit(reason));
    }

    /// Ends the stream with a status.
    void end(Status status) {
        synchronized (sending) {
            if (!ended) {
                ended = true;
                // One whose connection ended needs no words, and its transport may be gone.
                if (!stream.isCancelled()) {
                    stream.onError(status.asRuntimeException());
                }
            }
        }
    }

    private void send(WorkResponse.Builder message) {
        WorkResponse built = message.build();
        synchronized (sending) {
            if (ended) {
                return;
            }
            unread = stream.isReady() ? 0 : unread + built.getSerializedSize();
            if (unread > MOST_UNREAD_BYTES) {
                end(Refusals.unread("worker", MOST_UNREAD_BYTES));
                return;
            }
            stream.onNext(built);
        }
    }
}
