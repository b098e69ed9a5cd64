package dev.manykitchens.coordinator.link;

import dev.manykitchens.proto.v1.Hello;
import dev.manykitchens.proto.v1.WorkRequest;
import dev.manykitchens.proto.v1.WorkResponse;
import dev.manykitchens.proto.v1.WorkerServiceGrpc;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

import java.util.List;
import java.util.Optional;

/// The service: one stream a worker. Checks who comes in, decodes what they say, and passes it on
/// in order.
final class WorkerStreams extends WorkerServiceGrpc.WorkerServiceImplBase {

    private static final String WORKER = "worker";

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
        Stream stream = new Stream(new OutgoingStream<>(WORKER, calls));
        stream.listen(calls);
        return stream;
    }

    /// One worker's.
    private final class Stream extends PeerStream<WorkRequest> {

        private final StreamLink link;

        Stream(OutgoingStream<WorkResponse> out) {
            super(WORKER, out, strangers);
            this.link = new StreamLink(out);
        }

        @Override
        Enum<?> kindOf(WorkRequest request) {
            return request.getMessageCase();
        }

        @Override
        Optional<Status> admit(WorkRequest request) {
            Hello hello = request.getHello();
            Optional<Status> refusal = admission.refusal(hello);
            if (refusal.isPresent()) {
                return refusal;
            }
            listener.joined(
                    link,
                    new WorkerHello(
                            hello.getName(),
                            hello.getNameWasGiven(),
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
            return Optional.empty();
        }

        @Override
        void said(WorkRequest request, long heardNanos) {
            MessageDecoder.decode(request)
                    .ifPresentOrElse(
                            message -> listener.said(link, message, heardNanos), link::acknowledge);
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
            listener.expelled(link, why);
        }
    }
}
