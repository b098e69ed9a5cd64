package dev.manykitchens.coordinator.link;

import dev.manykitchens.proto.link.Protocol;
import dev.manykitchens.proto.v1.CancelBatchRequest;
import dev.manykitchens.proto.v1.CancelBatchResponse;
import dev.manykitchens.proto.v1.ClientHello;
import dev.manykitchens.proto.v1.ClientServiceGrpc;
import dev.manykitchens.proto.v1.DrainWorkerRequest;
import dev.manykitchens.proto.v1.DrainWorkerResponse;
import dev.manykitchens.proto.v1.GetStatusRequest;
import dev.manykitchens.proto.v1.GetStatusResponse;
import dev.manykitchens.proto.v1.SubmitRequest;
import dev.manykitchens.proto.v1.SubmitResponse;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

import java.time.Duration;
import java.util.Optional;

/// The service for clients: one stream a pool, and the calls of those who operate the cluster.
final class ClientStreams extends ClientServiceGrpc.ClientServiceImplBase {

    /// So many messages of one client may be on their way to the loop; the transport keeps back the
    /// rest.
    private static final int UNACKNOWLEDGED = 16;

    private static final int MOST_WORKERS = 10_000;
    private static final int LONGEST_TEXT = 255;

    /// A client's patience costs a timer that outlives its stream.
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final ClientListener listener;
    private final Strangers strangers;

    ClientStreams(ClientListener listener, Strangers strangers) {
        this.listener = listener;
        this.strangers = strangers;
    }

    @Override
    public StreamObserver<SubmitRequest> submit(StreamObserver<SubmitResponse> responses) {
        var calls = (ServerCallStreamObserver<SubmitResponse>) responses;
        calls.disableAutoRequest();
        // The rest is asked for when the first message was a good hello.
        calls.request(1);
        Stream stream = new Stream(new ClientStreamLink(calls));
        calls.setOnCancelHandler(() -> stream.over(Optional.of("its connection ended")));
        // Also called when it was this end that ended the stream: its place is free again.
        calls.setOnCloseHandler(() -> stream.over(Optional.of("its stream was ended")));
        if (!stream.visit.hasRoom()) {
            stream.refuse(Refusals.tooMany("client", strangers.most()));
        }
        return stream;
    }

    @Override
    public void getStatus(GetStatusRequest request, StreamObserver<GetStatusResponse> responses) {
        var _ =
                listener.view()
                        .thenAccept(view -> {
                            responses.onNext(StatusCodec.encode(view));
                            responses.onCompleted();
                        });
    }

    @Override
    public void drainWorker(
            DrainWorkerRequest request, StreamObserver<DrainWorkerResponse> responses) {
        var _ =
                listener.drain(request.getWorker())
                        .thenAccept(found -> {
                            if (found) {
                                responses.onNext(DrainWorkerResponse.getDefaultInstance());
                                responses.onCompleted();
                            } else {
                                responses.onError(
                                        Refusals.noWorker(request.getWorker())
                                                .asRuntimeException());
                            }
                        });
    }

    @Override
    public void cancelBatch(
            CancelBatchRequest request, StreamObserver<CancelBatchResponse> responses) {
        var _ =
                listener.cancel(request.getBatch())
                        .thenAccept(jobs -> {
                            if (jobs.isPresent()) {
                                responses.onNext(
                                        CancelBatchResponse.newBuilder()
                                                .setJobs(jobs.getAsInt())
                                                .build());
                                responses.onCompleted();
                            } else {
                                responses.onError(
                                        Refusals.noBatch(request.getBatch()).asRuntimeException());
                            }
                        });
    }

    /// One stream. Called by one thread at a time.
    private final class Stream implements StreamObserver<SubmitRequest> {

        private final ClientStreamLink link;
        private final ClientDecoder decoder = new ClientDecoder();
        private final Strangers.Visit visit;
        private boolean admitted;
        private boolean over;

        Stream(ClientStreamLink link) {
            this.link = link;
            this.visit = strangers.enter(link::end);
        }

        @Override
        public void onNext(SubmitRequest request) {
            long heardNanos = System.nanoTime();
            if (over) {
                return;
            }
            try {
                RequestBytes.requireReadable(request);
                if (admitted) {
                    decoder.decode(request)
                            .ifPresentOrElse(
                                    said -> listener.said(link, said, heardNanos),
                                    link::acknowledge);
                } else if (request.hasHello()) {
                    hello(request.getHello());
                } else {
                    refuse(
                            Refusals.malformed(
                                    "a client must say hello first, said "
                                            + request.getMessageCase()));
                }
            } catch (IllegalArgumentException e) {
                malformed(String.valueOf(e.getMessage()));
            }
        }

        private void hello(ClientHello hello) {
            if (hello.getProtocolVersion() != Protocol.VERSION) {
                refuse(Refusals.protocolVersion("client", hello.getProtocolVersion()));
                return;
            }
            if (!hello.getBuildVersion().equals(Protocol.buildVersion())) {
                refuse(
                        Refusals.buildVersion(
                                "client", Protocol.buildVersion(), hello.getBuildVersion()));
                return;
            }
            ClientDecoder.require(
                    hello.getWorkers() >= 0 && hello.getWorkers() <= MOST_WORKERS,
                    "a client must want at most %d workers".formatted(MOST_WORKERS));
            ClientDecoder.require(
                    PeerText.isFit(hello.getHost(), LONGEST_TEXT),
                    "a host's name must have at most %d characters and no control characters"
                            .formatted(LONGEST_TEXT));
            var opened =
                    new dev.manykitchens.coordinator.link.ClientHello(
                            hello.getHost(),
                            hello.getPid(),
                            hello.getWorkers(),
                            Duration.ofMillis(
                                    Math.min(
                                            Integer.toUnsignedLong(hello.getWaitMillis()),
                                            LONGEST_WAIT.toMillis())),
                            ClientDecoder.resources(hello.getResourcesList()));
            if (visit.greet()) {
                admitted = true;
                link.allow(UNACKNOWLEDGED - 1);
                listener.opened(link, opened);
                link.acknowledge();
            }
        }

        @Override
        public void onError(Throwable error) {
            over(Optional.of("its connection ended"));
        }

        @Override
        public void onCompleted() {
            over(Optional.empty());
            if (!admitted) {
                link.end(Refusals.malformed("a client must say hello first, said nothing"));
            }
        }

        private void malformed(String sentence) {
            Status status = Refusals.malformed(sentence);
            if (admitted) {
                link.end(status);
                over(Optional.of("it sent something malformed: " + sentence));
            } else {
                refuse(status);
            }
        }

        void over(Optional<String> failure) {
            if (!over) {
                over = true;
                visit.leave();
                if (admitted) {
                    listener.ended(link, failure);
                }
            }
        }

        void refuse(Status status) {
            if (!over) {
                over = true;
                visit.leave();
                link.end(status);
            }
        }
    }
}
