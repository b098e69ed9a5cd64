package dev.manykitchens.coordinator.link;

import dev.manykitchens.core.event.WorkerFacts;
import dev.manykitchens.proto.link.Frame;
import dev.manykitchens.proto.link.WorkMethod;
import dev.manykitchens.proto.v1.Hello;
import dev.manykitchens.proto.v1.WorkRequest;
import dev.manykitchens.proto.v1.WorkResponse;
import dev.manykitchens.proto.v1.WorkerServiceGrpc;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;

import java.util.List;
import java.util.Optional;

/// The service: one stream a worker. Checks who comes in, decodes what they say, and passes it on
/// in order.
final class WorkerStreams implements BindableService {

    /// Hot messages stay in bytes until they are decoded; the others are generated ones.
    static final MethodDescriptor<Frame<WorkRequest>, Frame<WorkResponse>> WORK =
            WorkMethod.inFrames(RequestBytes.marking(WorkerServiceGrpc.getWorkMethod()));

    /// Each of them may have results of some MiB, and be waiting for the disk.
    static final int UNACKNOWLEDGED = 2;

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
    public ServerServiceDefinition bindService() {
        ServiceDescriptor service = WorkerServiceGrpc.getServiceDescriptor();
        return ServerServiceDefinition.builder(
                        ServiceDescriptor.newBuilder(service.getName())
                                .setSchemaDescriptor(service.getSchemaDescriptor())
                                .addMethod(WORK)
                                .build())
                .addMethod(WORK, ServerCalls.asyncBidiStreamingCall(this::work))
                .build();
    }

    private StreamObserver<Frame<WorkRequest>> work(StreamObserver<Frame<WorkResponse>> responses) {
        var calls = (ServerCallStreamObserver<Frame<WorkResponse>>) responses;
        calls.disableAutoRequest();
        Stream stream =
                new Stream(new OutgoingStream<>(WORKER, calls, Frame::size, UnreadLimits.DEFAULTS));
        stream.listen(calls);
        return stream;
    }

    /// One worker's.
    private final class Stream extends PeerStream<Frame<WorkRequest>> {

        private final StreamLink link;

        Stream(OutgoingStream<Frame<WorkResponse>> out) {
            super(WORKER, out, strangers, UNACKNOWLEDGED);
            this.link = new StreamLink(out);
        }

        @Override
        Enum<?> kindOf(Frame<WorkRequest> request) {
            return switch (request) {
                case Frame.Generated<WorkRequest>(WorkRequest message) -> message.getMessageCase();
                case Frame.Packed<WorkRequest> _ -> WorkRequest.MessageCase.RESULTS;
            };
        }

        @Override
        void requireReadable(Frame<WorkRequest> request) {
            if (request instanceof Frame.Generated<WorkRequest>(WorkRequest message)) {
                RequestBytes.requireReadable(message);
            }
        }

        @Override
        Optional<Status> admit(Frame<WorkRequest> request) {
            return switch (request) {
                case Frame.Generated<WorkRequest>(WorkRequest message) -> admit(message.getHello());
                case Frame.Packed<WorkRequest> _ ->
                        throw new AssertionError("only a hello asks to be taken in");
            };
        }

        private Optional<Status> admit(Hello hello) {
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
                            hello.getAdjusts(),
                            new WorkerFacts(
                                    hello.getStoves(),
                                    hello.getProcessors(),
                                    hello.getMemoryBytes(),
                                    hello.getBuildVersion()),
                            hello.hasHoldings()
                                    ? Optional.of(MessageDecoder.held(hello.getHoldings()))
                                    : Optional.empty()));
            return Optional.empty();
        }

        @Override
        void said(Frame<WorkRequest> request, long heardNanos) {
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
