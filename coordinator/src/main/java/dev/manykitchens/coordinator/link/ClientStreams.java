package dev.manykitchens.coordinator.link;

import dev.manykitchens.proto.link.Protocol;
import dev.manykitchens.proto.v1.CancelBatchRequest;
import dev.manykitchens.proto.v1.CancelBatchResponse;
import dev.manykitchens.proto.v1.ClientHello;
import dev.manykitchens.proto.v1.ClientServiceGrpc;
import dev.manykitchens.proto.v1.DrainWorkerRequest;
import dev.manykitchens.proto.v1.DrainWorkerResponse;
import dev.manykitchens.proto.v1.FollowBatchRequest;
import dev.manykitchens.proto.v1.FollowBatchResponse;
import dev.manykitchens.proto.v1.GetStatusRequest;
import dev.manykitchens.proto.v1.GetStatusResponse;
import dev.manykitchens.proto.v1.ListBatchesRequest;
import dev.manykitchens.proto.v1.ListBatchesResponse;
import dev.manykitchens.proto.v1.SubmitRequest;
import dev.manykitchens.proto.v1.SubmitResponse;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// The service for clients: one stream a pool, and the calls of those who operate the cluster.
final class ClientStreams extends ClientServiceGrpc.ClientServiceImplBase {

    /// Parts of arguments among them, of 256 KiB.
    static final int UNACKNOWLEDGED = 16;

    private static final String CLIENT = "client";
    private static final int MOST_WORKERS = 10_000;
    private static final int LONGEST_TEXT = 255;
    private static final int LONGEST_SESSION = 64;

    /// So many may follow a batch at a time.
    static final int MOST_FOLLOWERS = 256;

    /// What all of them together may say that they have, in bytes.
    private static final long MOST_FOLLOWED_BYTES = 64L << 20;

    /// A client's patience costs a timer that outlives its stream.
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final ClientListener listener;
    private final Strangers strangers;
    private final AtomicInteger followers = new AtomicInteger();
    private final AtomicLong followedBytes = new AtomicLong();

    private final UnreadLimits unread;

    /// @param unread how much may wait for a client
    ClientStreams(ClientListener listener, Strangers strangers, UnreadLimits unread) {
        this.listener = listener;
        this.strangers = strangers;
        this.unread = unread;
    }

    @Override
    public StreamObserver<SubmitRequest> submit(StreamObserver<SubmitResponse> responses) {
        var calls = (ServerCallStreamObserver<SubmitResponse>) responses;
        calls.disableAutoRequest();
        Stream stream =
                new Stream(
                        new OutgoingStream<>(
                                CLIENT, calls, SubmitResponse::getSerializedSize, unread));
        stream.listen(calls);
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
                        .thenAccept(answer -> {
                            switch (answer) {
                                case DrainAnswer.Asked() -> {
                                    responses.onNext(DrainWorkerResponse.getDefaultInstance());
                                    responses.onCompleted();
                                }
                                case DrainAnswer.NotHere() ->
                                        responses.onError(
                                                Refusals.noWorker(request.getWorker())
                                                        .asRuntimeException());
                                case DrainAnswer.Refused(String reason) ->
                                        responses.onError(
                                                Refusals.unfit(reason).asRuntimeException());
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

    @Override
    public void listBatches(
            ListBatchesRequest request, StreamObserver<ListBatchesResponse> responses) {
        var _ =
                listener.batches()
                        .whenComplete((batches, failure) -> {
                            if (failure == null) {
                                responses.onNext(SummaryCodec.encode(batches));
                                responses.onCompleted();
                            } else {
                                responses.onError(
                                        Refusals.failed(failure, IOException.class)
                                                .asRuntimeException());
                            }
                        });
    }

    @Override
    public void followBatch(
            FollowBatchRequest request, StreamObserver<FollowBatchResponse> responses) {
        FollowStreamLink link =
                new FollowStreamLink((ServerCallStreamObserver<FollowBatchResponse>) responses);
        FollowRequest wanted;
        try {
            RequestBytes.requireReadable(request);
            wanted = ClientDecoder.follow(request);
        } catch (IllegalArgumentException e) {
            link.end(Refusals.malformed(String.valueOf(e.getMessage())));
            return;
        }
        int bytes = request.getSettled().size();
        int here = followers.incrementAndGet();
        long followed = followedBytes.addAndGet(bytes);
        link.onGone(() -> {
            followers.decrementAndGet();
            followedBytes.addAndGet(-bytes);
        });
        if (here > MOST_FOLLOWERS) {
            link.end(Refusals.tooMany("follower", MOST_FOLLOWERS));
        } else if (followed > MOST_FOLLOWED_BYTES) {
            link.end(Refusals.noRoomToFollow(MOST_FOLLOWED_BYTES));
        } else {
            listener.follow(wanted, link);
        }
    }

    /// One client's.
    private final class Stream extends PeerStream<SubmitRequest> {

        private final ClientStreamLink link;
        private final ClientDecoder decoder = new ClientDecoder();

        Stream(OutgoingStream<SubmitResponse> out) {
            super(CLIENT, out, strangers, UNACKNOWLEDGED);
            this.link = new ClientStreamLink(out, decoder::over);
            out.onPaceChange(() -> listener.paceChanged(link));
        }

        @Override
        Enum<?> kindOf(SubmitRequest request) {
            return request.getMessageCase();
        }

        @Override
        void requireReadable(SubmitRequest request) {
            RequestBytes.requireReadable(request);
        }

        @Override
        Optional<Status> admit(SubmitRequest request) {
            ClientHello hello = request.getHello();
            if (hello.getProtocolVersion() != Protocol.VERSION) {
                return Optional.of(Refusals.protocolVersion(CLIENT, hello.getProtocolVersion()));
            }
            if (!hello.getBuildVersion().equals(Protocol.buildVersion())) {
                return Optional.of(
                        Refusals.buildVersion(
                                CLIENT, Protocol.buildVersion(), hello.getBuildVersion()));
            }
            ClientDecoder.require(
                    hello.getWorkers() >= 0 && hello.getWorkers() <= MOST_WORKERS,
                    "a client must want at most %d workers".formatted(MOST_WORKERS));
            ClientDecoder.require(
                    PeerText.isFit(hello.getHost(), LONGEST_TEXT),
                    "a host's name must have at most %d characters and no control characters"
                            .formatted(LONGEST_TEXT));
            ClientDecoder.require(
                    PeerText.isFit(hello.getSession(), LONGEST_SESSION),
                    "a client's session must have at most %d characters and no control characters"
                            .formatted(LONGEST_SESSION));
            long wait =
                    Math.min(
                            Integer.toUnsignedLong(hello.getWaitMillis()), LONGEST_WAIT.toMillis());
            listener.opened(
                    link,
                    new dev.manykitchens.coordinator.link.ClientHello(
                            hello.getHost(),
                            hello.getPid(),
                            hello.getWorkers(),
                            Duration.ofMillis(wait),
                            ClientDecoder.resources(hello.getResourcesList()),
                            hello.getNeedsNoWorker(),
                            hello.getSession()));
            return Optional.empty();
        }

        @Override
        void said(SubmitRequest request, long heardNanos) {
            Optional<ClientMessage> whole = decoder.decode(request);
            if (whole.isPresent()) {
                listener.said(link, whole.get(), heardNanos);
            } else {
                // A batch may come for longer than anybody may be silent.
                listener.heard(link);
                link.acknowledge();
            }
        }

        @Override
        void goesOn() {
            listener.heard(link);
        }

        @Override
        void gone(Optional<String> failure) {
            listener.ended(link, failure);
        }

        @Override
        void expelled(String why) {
            listener.ended(link, Optional.of(why));
        }
    }
}
