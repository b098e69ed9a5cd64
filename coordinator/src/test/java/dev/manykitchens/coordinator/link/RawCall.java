package dev.manykitchens.coordinator.link;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A stream whose messages are bytes, which need not be messages at all.
final class RawCall {

    private static final MethodDescriptor.Marshaller<byte[]> BYTES =
            new MethodDescriptor.Marshaller<>() {
                @Override
                public InputStream stream(byte[] value) {
                    return new ByteArrayInputStream(value);
                }

                @Override
                public byte[] parse(InputStream stream) {
                    return new byte[0];
                }
            };

    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private final ClientCall<byte[], byte[]> call;

    /// @param method such as `manykitchens.v1.WorkerService/Work`
    RawCall(Channel channel, String method) {
        call =
                channel.newCall(
                        MethodDescriptor.<byte[], byte[]>newBuilder()
                                .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                                .setFullMethodName(method)
                                .setRequestMarshaller(BYTES)
                                .setResponseMarshaller(BYTES)
                                .build(),
                        CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onMessage(byte[] message) {
                        call.request(1);
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        end.complete(status);
                    }
                },
                new Metadata());
        call.request(1);
    }

    RawCall send(byte[] message) {
        call.sendMessage(message);
        return this;
    }

    Status end() throws Exception {
        return end.get(20, TimeUnit.SECONDS);
    }
}
