package dev.manykitchens.worker;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongConsumer;

/// Tickets of permits that were given back, until it is certain that the coordinator heard of it:
/// one that got lost with a stream would keep the permit from everybody for ever. Thread-safe.
///
/// Messages of a stream are heard in the order in which they are sent: the echo of a heartbeat says
/// that all returns before that heartbeat were heard.
final class ReturnedTickets {

    private final ConcurrentLinkedQueue<Returned> returned = new ConcurrentLinkedQueue<>();

    private static final class Returned {

        private final long ticket;

        /// When it was said last; null: it is just being said.
        private volatile @Nullable Long sentNanos;

        Returned(long ticket) {
            this.ticket = ticket;
        }

        void send(LongConsumer send) {
            sentNanos = null;
            send.accept(ticket);
            sentNanos = System.nanoTime();
        }

        boolean wasSentBefore(long nanos) {
            Long sent = sentNanos;
            return sent != null && sent - nanos < 0;
        }
    }

    /// Gives one back.
    ///
    /// @param send says so on the stream that is open, if one is
    void giveBack(long ticket, LongConsumer send) {
        Returned entry = new Returned(ticket);
        // Before it is sent: who opens a new stream meanwhile must find it.
        returned.add(entry);
        entry.send(send);
    }

    /// The coordinator heard the heartbeat that was sent then.
    void heard(long beatNanos) {
        for (Returned oldest = returned.peek();
                oldest != null && oldest.wasSentBefore(beatNanos);
                oldest = returned.peek()) {
            returned.remove(oldest);
        }
    }

    /// Says all of them again, on a new stream: heartbeats that were sent there before that say
    /// nothing of them.
    void again(LongConsumer send) {
        returned.forEach(entry -> entry.send(send));
    }

    /// Nobody waits for them any more.
    void forget() {
        returned.clear();
    }
}
