package dev.manykitchens.proto.link;

import dev.manykitchens.proto.v1.WorkRequest;
import dev.manykitchens.proto.v1.WorkResponse;

import io.grpc.MethodDescriptor;

/// The method `Work` with messages as [Frame]s; on the wire it is the same.
public final class WorkMethod {

    private WorkMethod() {}

    /// This method in frames.
    ///
    /// @param generated the method with generated messages, whose marshallers go on to read and
    ///   write those
    public static MethodDescriptor<Frame<WorkRequest>, Frame<WorkResponse>> inFrames(
            MethodDescriptor<WorkRequest, WorkResponse> generated) {
        return generated.toBuilder(
                        FrameMarshaller.of(
                                generated.getRequestMarshaller(), WorkRequest.RESULTS_FIELD_NUMBER),
                        FrameMarshaller.of(
                                generated.getResponseMarshaller(),
                                WorkResponse.ASSIGNMENT_FIELD_NUMBER))
                .build();
    }
}
