package dev.manykitchens.coordinator.link;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;

import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.StatusRuntimeException;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// Requests whose bytes are no message. The transport takes one for a bug of ours: it logs a trace
/// for each and says to the peer that the application failed. Here such bytes become a message that
/// is marked, and whoever gets it says what is wrong.
final class RequestBytes {

    /// Kept free by protobuf itself, so that no message ever has a field of this number. A peer
    /// that sends one all the same is refused as if its bytes could not be read.
    private static final int MARK = 19_000;

    private static final String UNREADABLE =
            "a message must be as the protocol describes it, its bytes cannot be read";

    private static final UnknownFieldSet MARKED =
            UnknownFieldSet.newBuilder()
                    .addField(MARK, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                    .build();

    private RequestBytes() {}

    /// Refuses what could not be read.
    ///
    /// @throws IllegalArgumentException in one line when it could not
    static void requireReadable(Message request) {
        if (request.getUnknownFields().hasField(MARK)) {
            throw new IllegalArgumentException(UNREADABLE);
        }
    }

    /// What is said of a message whose bytes no codec can read.
    static IllegalArgumentException unreadable(InvalidProtocolBufferException why) {
        return new IllegalArgumentException(UNREADABLE, why);
    }

    /// The service with requests that are marked when they cannot be read.
    static ServerServiceDefinition markedRequests(ServerServiceDefinition service) {
        ServiceDescriptor described = service.getServiceDescriptor();
        ServiceDescriptor.Builder descriptor =
                ServiceDescriptor.newBuilder(described.getName())
                        .setSchemaDescriptor(described.getSchemaDescriptor());
        List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();
        for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
            ServerMethodDefinition<?, ?> marking = marking(method);
            descriptor.addMethod(marking.getMethodDescriptor());
            methods.add(marking);
        }
        ServerServiceDefinition.Builder marking =
                ServerServiceDefinition.builder(descriptor.build());
        methods.forEach(marking::addMethod);
        return marking.build();
    }

    private static <A, B> ServerMethodDefinition<A, B> marking(
            ServerMethodDefinition<A, B> method) {
        return ServerMethodDefinition.create(
                marking(method.getMethodDescriptor()), method.getServerCallHandler());
    }

    /// The method with requests that are marked when they cannot be read; itself when its requests
    /// are not generated messages.
    static <A, B> MethodDescriptor<A, B> marking(MethodDescriptor<A, B> method) {
        return method.getRequestMarshaller()
                        instanceof MethodDescriptor.PrototypeMarshaller<A> requests
                ? method.toBuilder(new Marking<>(requests), method.getResponseMarshaller()).build()
                : method;
    }

    /// Reads what can be read.
    private record Marking<A>(MethodDescriptor.PrototypeMarshaller<A> requests)
            implements MethodDescriptor.Marshaller<A> {

        @Override
        public InputStream stream(A value) {
            return requests.stream(value);
        }

        @Override
        public A parse(InputStream stream) {
            try {
                return requests.parse(stream);
            } catch (StatusRuntimeException e) {
                if (requests.getMessagePrototype() instanceof Message prototype) {
                    return requests.getMessageClass()
                            .cast(
                                    prototype
                                            .newBuilderForType()
                                            .setUnknownFields(MARKED)
                                            .buildPartial());
                }
                throw e;
            }
        }
    }
}
