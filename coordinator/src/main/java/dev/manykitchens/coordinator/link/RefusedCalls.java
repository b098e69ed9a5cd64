package dev.manykitchens.coordinator.link;

import com.google.protobuf.Empty;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/// Every call that nobody else answers, refused before a message of it is read.
final class RefusedCalls extends HandlerRegistry {

    private final Supplier<Status> refusal;

    RefusedCalls(Supplier<Status> refusal) {
        this.refusal = refusal;
    }

    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(
            String methodName, @Nullable String authority) {
        MethodDescriptor<Empty, Empty> method =
                MethodDescriptor.<Empty, Empty>newBuilder()
                        .setType(MethodDescriptor.MethodType.UNKNOWN)
                        .setFullMethodName(methodName)
                        .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
                        .setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
                        .build();
        return ServerMethodDefinition.create(
                method,
                (call, _) -> {
                    call.close(refusal.get(), new Metadata());
                    return new ServerCall.Listener<>() {};
                });
    }
}
