package dev.manykitchens.coordinator.link;

import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.proto.link.AssignmentCodec;
import dev.manykitchens.proto.link.Frame;
import dev.manykitchens.proto.v1.Adjust;
import dev.manykitchens.proto.v1.BatchDefinition;
import dev.manykitchens.proto.v1.BatchEnd;
import dev.manykitchens.proto.v1.Cancel;
import dev.manykitchens.proto.v1.Drain;
import dev.manykitchens.proto.v1.Halt;
import dev.manykitchens.proto.v1.HeartbeatEcho;
import dev.manykitchens.proto.v1.Resource;
import dev.manykitchens.proto.v1.ResourceGrant;
import dev.manykitchens.proto.v1.Welcome;
import dev.manykitchens.proto.v1.WorkResponse;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The way to a worker over its stream.
final class StreamLink implements WorkerLink {

    private final OutgoingStream<Frame<WorkResponse>> stream;

    StreamLink(OutgoingStream<Frame<WorkResponse>> stream) {
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
    public void assign(Command.Assign assign, BatchTold told, Portion portion) {
        stream.send(
                AssignmentCodec.encode(
                        assign.lease(),
                        assign.batch(),
                        assign.first(),
                        assign.count(),
                        assign.attempt(),
                        told.batch().arguments(),
                        portion == Portion.LATER ? Optional.empty() : Optional.of(definition(told)),
                        portion == Portion.WHOLE));
    }

    /// What a worker must know of a batch beside its arguments.
    static BatchDefinition definition(BatchTold told) {
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
    public void adjust(Adjustment adjustment) {
        Adjust.Builder adjust = Adjust.newBuilder();
        adjustment.threads().ifPresent(adjust::setThreads);
        adjustment
                .stoves()
                .ifPresent(count -> {
                    if (count == 0) {
                        adjust.setStovesUnlimited(true);
                    } else {
                        adjust.setStoves(count);
                    }
                });
        adjustment.prefetch().ifPresent(adjust::setPrefetch);
        send(WorkResponse.newBuilder().setAdjust(adjust));
    }

    @Override
    public void halt(String reason) {
        send(WorkResponse.newBuilder().setHalt(Halt.newBuilder().setReason(reason)));
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
        stream.allow(1);
    }

    @Override
    public void complete() {
        stream.complete();
    }

    @Override
    public void abort(String reason) {
        stream.end(Refusals.lost(reason));
    }

    @Override
    public void turnAway(String reason) {
        stream.end(Refusals.unfit(reason));
    }

    private void send(WorkResponse.Builder message) {
        stream.send(new Frame.Generated<>(message.build()));
    }
}
