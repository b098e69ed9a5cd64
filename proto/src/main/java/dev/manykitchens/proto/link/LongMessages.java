package dev.manykitchens.proto.link;

import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Counts the bytes of one stream's messages as they come, and tells from time to time that a long
/// one goes on coming: over a slow line that is the only sign of life for longer than anybody may
/// be silent, since whatever else is said waits behind it. Called by one thread at a time.
public final class LongMessages {

    /// A message of no more bytes is told by itself. So many must come before its receiver would
    /// take the sender's silence for its end.
    static final long QUIET_BYTES = 16 << 10;

    /// It is told no more often.
    static final Duration LEAST_PAUSE = Duration.ofMillis(100);

    private final Runnable goesOn;
    private final LongSupplier clock;
    private long bytes;
    private long toldNanos;

    /// @param goesOn hears that a part of a message came whose rest is on its way; must be quick
    /// @param clock monotonic nanoseconds
    public LongMessages(Runnable goesOn, LongSupplier clock) {
        this.goesOn = goesOn;
        this.clock = clock;
        this.toldNanos = clock.getAsLong() - LEAST_PAUSE.toNanos();
    }

    /// The next message begins.
    public void began() {
        bytes = 0;
    }

    /// More bytes of a message came.
    public void came(long more) {
        bytes += more;
        if (bytes < QUIET_BYTES) {
            return;
        }
        long now = clock.getAsLong();
        if (now - toldNanos >= LEAST_PAUSE.toNanos()) {
            bytes = 0;
            toldNanos = now;
            goesOn.run();
        }
    }

    /// Counts what a client's call receives.
    ///
    /// @param goesOn called on the transport's thread
    public static ClientStreamTracer.Factory ofCall(Runnable goesOn) {
        return new ClientStreamTracer.Factory() {
            @Override
            public ClientStreamTracer newClientStreamTracer(
                    ClientStreamTracer.StreamInfo info, Metadata headers) {
                return new Received(new LongMessages(goesOn, System::nanoTime));
            }
        };
    }

    private static final class Received extends ClientStreamTracer {

        private final LongMessages messages;

        Received(LongMessages messages) {
            this.messages = messages;
        }

        @Override
        public void inboundMessage(int number) {
            messages.began();
        }

        @Override
        public void inboundWireSize(long bytes) {
            messages.came(bytes);
        }
    }
}
