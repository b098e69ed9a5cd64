package dev.manykitchens.coordinator.link;

import dev.manykitchens.proto.link.LongMessages;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;

/// Watches the bytes that come on one call, so that whoever serves it hears of a long message
/// before it is whole. The transport makes one with each call and calls it on that call's thread.
final class PartsOfMessages extends ServerStreamTracer {

    /// Makes one with each call of a server.
    static final ServerStreamTracer.Factory OF_EACH_CALL =
            new ServerStreamTracer.Factory() {
                @Override
                public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
                    return new PartsOfMessages();
                }
            };

    private static final Context.Key<PartsOfMessages> OF_THIS_CALL =
            Context.key("parts-of-messages");

    private final LongMessages messages = new LongMessages(this::goesOn, System::nanoTime);
    private volatile Runnable listener = () -> {};

    /// Tells of the long messages of the call that begins on this thread.
    ///
    /// @param listener called on the transport's thread, from time to time while one is on its way
    static void listen(Runnable listener) {
        PartsOfMessages ofThisCall = OF_THIS_CALL.get();
        if (ofThisCall != null) {
            ofThisCall.listener = listener;
        }
    }

    @Override
    public Context filterContext(Context context) {
        return context.withValue(OF_THIS_CALL, this);
    }

    @Override
    public void inboundMessage(int number) {
        messages.began();
    }

    @Override
    public void inboundWireSize(long bytes) {
        messages.came(bytes);
    }

    private void goesOn() {
        listener.run();
    }
}
