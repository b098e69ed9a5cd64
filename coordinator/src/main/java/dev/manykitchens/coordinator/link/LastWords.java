package dev.manykitchens.coordinator.link;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/// Calls that this end has ended, as long as what was said on them last is on its way to the
/// network. A server that is ended at once overtakes it: a worker that has said goodbye would find
/// its stream broken instead of ended, and a client would miss its last results. So are questions
/// that have one answer, from when they were asked: who asks a leader to hand over is answered by a
/// server that goes with the leadership. Thread-safe.
final class LastWords implements ServerInterceptor {

    // Guarded by this monitor. No more than there may be calls.
    private final Set<Call<?, ?>> onTheirWay = new HashSet<>();

    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
            ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
        Call<A, B> watched = new Call<>(call);
        boolean isQuestion =
                call.getMethodDescriptor().getType() == MethodDescriptor.MethodType.UNARY;
        return new SimpleForwardingServerCallListener<>(next.startCall(watched, headers)) {
            @Override
            public void onHalfClose() {
                if (isQuestion) {
                    ending(watched);
                }
                super.onHalfClose();
            }

            @Override
            public void onComplete() {
                over(watched);
                super.onComplete();
            }

            @Override
            public void onCancel() {
                over(watched);
                super.onCancel();
            }
        };
    }

    /// Waits until everything that was said last has gone out or is lost with its connection. Not
    /// on the transport's thread.
    ///
    /// @param most whoever takes nothing in is waited for no longer
    synchronized void await(Duration most) {
        long due = System.nanoTime() + most.toNanos();
        try {
            for (long left = due - System.nanoTime();
                    left > 0 && !onTheirWay.isEmpty();
                    left = due - System.nanoTime()) {
                // At least one: zero would be for ever.
                wait(1 + left / 1_000_000);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void ending(Call<?, ?> call) {
        if (!call.over) {
            onTheirWay.add(call);
        }
    }

    private synchronized void over(Call<?, ?> call) {
        call.over = true;
        onTheirWay.remove(call);
        notifyAll();
    }

    private final class Call<A, B> extends SimpleForwardingServerCall<A, B> {

        // Guarded by the monitor of them all.
        private boolean over;

        Call(ServerCall<A, B> call) {
            super(call);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            ending(this);
            super.close(status, trailers);
        }
    }
}
