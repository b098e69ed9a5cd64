package dev.manykitchens.proto.link;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;

/// Tells who speaks no TLS what it may mean that somebody hung up before any answer: a coordinator
/// with TLS hangs up on them without a word.
final class Unheard implements ClientInterceptor {

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
            MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                super.start(new Ear<>(listener), headers);
            }
        };
    }

    /// Knows whether there was an answer. Called by one thread.
    private static final class Ear<A> extends SimpleForwardingClientCallListener<A> {

        private boolean answered;

        Ear(ClientCall.Listener<A> listener) {
            super(listener);
        }

        @Override
        public void onHeaders(Metadata headers) {
            answered = true;
            super.onHeaders(headers);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            boolean unheard = !answered && StatusText.HUNG_UP.equals(status.getDescription());
            super.onClose(
                    unheard
                            ? status.withDescription(
                                    "the connection was closed before any answer; nobody serves there, or it speaks TLS and the token has no fingerprint: copy the token again")
                            : status,
                    trailers);
        }
    }
}
