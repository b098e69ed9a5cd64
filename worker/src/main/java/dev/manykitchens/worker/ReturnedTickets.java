package dev.manykitchens.worker;

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
        private long sentNanos;

        /// Whether `sentNanos` is set: written after it.
        private volatile boolean sent;

        Returned(long ticket) {
            this.ticket = ticket;
        }
    }

    /// Gives one back.
    ///
    /// @param send says so on the stream that is open, if one is
    void giveBack(long ticket, LongConsumer send) {
        Returned entry = new Returned(ticket);
        // Before it is sent: who opens a new stream meanwhile must find it.
        returned.add(entry);
        send.accept(ticket);
        entry.sentNanos = System.nanoTime();
        entry.sent = true;
    }

    /// The coordinator heard the heartbeat that was sent then.
    void heard(long beatNanos) {
        for (Returned oldest = returned.peek();
                oldest != null && oldest.sent && oldest.sentNanos - beatNanos < 0;
                oldest = returned.peek()) {
            returned.remove(oldest);
        }
    }

    /// Says all of them again, on a new stream.
    void again(LongConsumer send) {
        returned.forEach(entry -> send.accept(entry.ticket));
    }

    /// Nobody waits for them any more.
    void forget() {
        returned.clear();
    }
}
