package dev.manykitchens.coordinator.link;

import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.proto.link.ColumnCodec;
import dev.manykitchens.proto.v1.BatchAccepted;
import dev.manykitchens.proto.v1.BatchFinished;
import dev.manykitchens.proto.v1.BatchKept;
import dev.manykitchens.proto.v1.ClientWelcome;
import dev.manykitchens.proto.v1.Ended;
import dev.manykitchens.proto.v1.Pong;
import dev.manykitchens.proto.v1.SubmitResponse;
import dev.manykitchens.proto.v1.Succeeded;

import java.util.function.LongConsumer;

/// The way to a client over its stream.
final class ClientStreamLink implements ClientLink {

    private final OutgoingStream<SubmitResponse> stream;
    private final LongConsumer whenOver;

    /// @param whenOver hears of batches of which no arguments will come; on any thread
    ClientStreamLink(OutgoingStream<SubmitResponse> stream, LongConsumer whenOver) {
        this.stream = stream;
        this.whenOver = whenOver;
    }

    @Override
    public void welcome(Welcome welcome) {
        send(
                SubmitResponse.newBuilder()
                        .setWelcome(
                                ClientWelcome.newBuilder()
                                        .setClient(welcome.client())
                                        .setWorkers(welcome.workers())
                                        .setSlots(welcome.slots())
                                        .setMostBatches(welcome.mostBatches())
                                        .setPingIntervalMillis(
                                                Math.toIntExact(welcome.ping().toMillis()))
                                        .setSilenceLimitMillis(
                                                Math.toIntExact(welcome.silence().toMillis()))
                                        .setSmallBatchBytes(welcome.smallBatchBytes())
                                        .setSmallBatchJobs(welcome.smallBatchJobs())
                                        .setComeBackMillis(
                                                Math.toIntExact(welcome.comeBack().toMillis()))));
    }

    @Override
    public void accept(long batch, long number, boolean resumed) {
        if (resumed) {
            // Before the client hears it, which may then send another of that number.
            whenOver.accept(batch);
        }
        send(
                SubmitResponse.newBuilder()
                        .setBatchAccepted(
                                BatchAccepted.newBuilder()
                                        .setBatch(batch)
                                        .setNumber(number)
                                        .setResumed(resumed)));
    }

    @Override
    public void refuse(long batch, int jobs, Outcome reason) {
        // As above.
        whenOver.accept(batch);
        ended(batch, 0, jobs, reason);
        finished(batch);
    }

    @Override
    public void kept(long batch, long number) {
        send(
                SubmitResponse.newBuilder()
                        .setBatchKept(BatchKept.newBuilder().setBatch(batch).setNumber(number)));
    }

    @Override
    public void succeeded(long batch, int first, Column results) {
        send(
                SubmitResponse.newBuilder()
                        .setSucceeded(
                                Succeeded.newBuilder()
                                        .setBatch(batch)
                                        .setFirst(first)
                                        .setResults(
                                                ColumnCodec.encode(results, 0, results.size()))));
    }

    @Override
    public void ended(long batch, int first, int count, Outcome outcome) {
        send(
                SubmitResponse.newBuilder()
                        .setEnded(
                                Ended.newBuilder()
                                        .setBatch(batch)
                                        .setFirst(first)
                                        .setCount(count)
                                        .setOutcome(EventCodec.encode(outcome))));
    }

    @Override
    public void finished(long batch) {
        send(
                SubmitResponse.newBuilder()
                        .setBatchFinished(BatchFinished.newBuilder().setBatch(batch)));
    }

    @Override
    public void event(RunEvent event) {
        EventCodec.encode(event)
                .ifPresent(message -> send(SubmitResponse.newBuilder().setEvent(message)));
    }

    @Override
    public void pong(long sentNanos, long heardNanos) {
        send(
                SubmitResponse.newBuilder()
                        .setPong(
                                Pong.newBuilder()
                                        .setSentNanos(sentNanos)
                                        .setHeardNanos(heardNanos)));
    }

    @Override
    public boolean isReady() {
        return stream.isReady();
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

    private void send(SubmitResponse.Builder message) {
        stream.send(message.build());
    }
}
