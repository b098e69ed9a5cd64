package dev.manykitchens.coordinator.link;

import dev.manykitchens.proto.v1.Hello;
import dev.manykitchens.proto.v1.WorkRequest;
import dev.manykitchens.proto.v1.WorkResponse;
import dev.manykitchens.proto.v1.WorkerServiceGrpc;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/// The service: one stream a worker. Checks who comes in, decodes what they say, and passes it on
/// in order.
final class WorkerStreams extends WorkerServiceGrpc.WorkerServiceImplBase {

    /// So many messages of one worker may be on their way to the loop; the transport keeps back the
    /// rest.
    static final int UNACKNOWLEDGED = 16;

    private final Admission admission;
    private final WorkerListener listener;
    private final Strangers strangers;

    WorkerStreams(Admission admission, WorkerListener listener, Strangers strangers) {
        this.admission = admission;
        this.listener = listener;
        this.strangers = strangers;
    }

    @Override
    public StreamObserver<WorkRequest> work(StreamObserver<WorkResponse> responses) {
        var calls = (ServerCallStreamObserver<WorkResponse>) responses;
        calls.disableAutoRequest();
        // The rest is asked for when the first message was a good hello.
        calls.request(1);
        Stream stream = new Stream(new StreamLink(calls));
        // With a handler, sending on a stream that was cut is ignored instead of throwing.
        calls.setOnCancelHandler(() -> stream.over(Optional.of("its connection ended")));
        // Also called when it was this end that ended the stream: its place is free again.
        calls.setOnCloseHandler(() -> stream.over(Optional.of("its stream was ended")));
        if (!stream.visit.hasRoom()) {
            stream.refuse(Refusals.tooMany("worker", strangers.most()));
        }
        return stream;
    }

    /// One stream. Called by one thread at a time.
    private final class Stream implements StreamObserver<WorkRequest> {

        private final StreamLink link;
        private final Strangers.Visit visit;
        private boolean admitted;
        private boolean over;

        Stream(StreamLink link) {
            this.link = link;
            this.visit = strangers.enter(link::end);
        }

        @Override
        public void onNext(WorkRequest request) {
            long heardNanos = System.nanoTime();
            if (over) {
                return;
            }
            try {
                RequestBytes.requireReadable(request);
                if (admitted) {
                    Optional<WorkerMessage> message = MessageDecoder.decode(request);
                    message.ifPresentOrElse(
                            said -> listener.said(link, said, heardNanos), link::acknowledge);
                } else if (request.hasHello()) {
                    hello(request.getHello());
                } else {
                    refuse(
                            Refusals.malformed(
                                    "a worker must say Hello first, said "
                                            + request.getMessageCase()));
                }
            } catch (IllegalArgumentException e) {
                String sentence = String.valueOf(e.getMessage());
                if (admitted) {
                    link.end(Refusals.malformed(sentence));
                    over(Optional.of("it sent something malformed: " + sentence));
                } else {
                    refuse(Refusals.malformed(sentence));
                }
            }
        }

        private void hello(Hello hello) {
            @Nullable Status refusal = admission.refusal(hello).orElse(null);
            if (refusal != null) {
                refuse(refusal);
                return;
            }
            if (!visit.greet()) {
                return;
            }
            admitted = true;
            link.allow(UNACKNOWLEDGED - 1);
            listener.joined(
                    link,
                    new WorkerHello(
                            hello.getName(),
                            hello.getHost(),
                            hello.getPid(),
                            hello.getThreads(),
                            List.copyOf(hello.getRecipesList()),
                            hello.getInstance(),
                            false,
                            new WorkerHello.Facts(
                                    hello.getBuildVersion(),
                                    hello.getStoves(),
                                    hello.getProcessors(),
                                    hello.getMemoryBytes())));
            link.acknowledge();
        }

        @Override
        public void onError(Throwable error) {
            over(Optional.of("its connection ended"));
        }

        @Override
        public void onCompleted() {
            over(Optional.empty());
            if (!admitted) {
                link.end(Refusals.malformed("a worker must say Hello first, said nothing"));
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
