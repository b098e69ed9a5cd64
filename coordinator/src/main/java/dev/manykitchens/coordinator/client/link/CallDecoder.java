package dev.manykitchens.coordinator.client.link;

import dev.manykitchens.coordinator.link.EventCodec;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.proto.link.ColumnCodec;
import dev.manykitchens.proto.link.StatusText;
import dev.manykitchens.proto.v1.BatchAccepted;
import dev.manykitchens.proto.v1.ClientWelcome;
import dev.manykitchens.proto.v1.Ended;
import dev.manykitchens.proto.v1.Event;
import dev.manykitchens.proto.v1.SubmitRequest;
import dev.manykitchens.proto.v1.SubmitResponse;
import dev.manykitchens.proto.v1.Succeeded;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;

import java.time.Duration;
import java.util.function.LongUnaryOperator;

/// What comes down the stream, decoded.
final class CallDecoder implements ClientResponseObserver<SubmitRequest, SubmitResponse> {

    private final CallListener listener;

    CallDecoder(CallListener listener) {
        this.listener = listener;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<SubmitRequest> requests) {
        requests.setOnReadyHandler(listener::ready);
    }

    @Override
    public void onNext(SubmitResponse response) {
        switch (response.getMessageCase()) {
            case WELCOME -> listener.welcomed(welcome(response.getWelcome()));
            case BATCH_ACCEPTED -> {
                BatchAccepted accepted = response.getBatchAccepted();
                listener.accepted(accepted.getBatch(), accepted.getNumber(), accepted.getResumed());
            }
            case BATCH_KEPT ->
                    listener.kept(
                            response.getBatchKept().getBatch(),
                            response.getBatchKept().getNumber());
            case SUCCEEDED -> {
                Succeeded done = response.getSucceeded();
                listener.succeeded(
                        done.getBatch(), done.getFirst(), ColumnCodec.decode(done.getResults()));
            }
            case ENDED -> {
                Ended ended = response.getEnded();
                listener.ended(
                        ended.getBatch(),
                        ended.getFirst(),
                        ended.getCount(),
                        EventCodec.decode(ended.getOutcome()));
            }
            case BATCH_FINISHED -> listener.finished(response.getBatchFinished().getBatch());
            case EVENT -> happened(response.getEvent());
            case PONG ->
                    listener.answered(
                            response.getPong().getSentNanos(),
                            response.getPong().getHeardNanos(),
                            System.nanoTime());
            case MESSAGE_NOT_SET -> {}
        }
    }

    private void happened(Event event) {
        if (event.getKindCase() != Event.KindCase.KIND_NOT_SET) {
            listener.happened(clock -> decoded(event, clock));
        }
    }

    private static RunEvent decoded(Event event, LongUnaryOperator clock) {
        return EventCodec.decode(event, clock)
                .orElseThrow(() -> new IllegalArgumentException("an event must be of a kind"));
    }

    private static CallListener.Welcome welcome(ClientWelcome welcome) {
        return new CallListener.Welcome(
                welcome.getWorkers(),
                welcome.getSlots(),
                Math.max(1, welcome.getMostBatches()),
                Duration.ofMillis(Math.max(100, welcome.getPingIntervalMillis())),
                Duration.ofMillis(Math.max(1_000, welcome.getSilenceLimitMillis())),
                welcome.getSmallBatchBytes(),
                welcome.getSmallBatchJobs(),
                Duration.ofMillis(Integer.toUnsignedLong(welcome.getComeBackMillis())));
    }

    @Override
    public void onError(Throwable error) {
        StatusText text = StatusText.of(error);
        listener.over(text.sentence(), text.isForGood());
    }

    @Override
    public void onCompleted() {
        listener.over("it ended the stream", false);
    }
}
