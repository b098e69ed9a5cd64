package dev.manykitchens.coordinator.link;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts the streams of one service, and those of them that have not said hello: of the latter
/// there are few at a time and none for long, so that a flood of them keeps nobody else out for
/// long. Thread-safe.
final class Strangers {

    /// So long may a stream take to say hello.
    static final int PATIENCE_SECONDS = 5;

    /// So many streams that have not said hello may be open.
    static final int MOST_STRANGERS = 256;

    private final int most;
    private final ScheduledExecutorService timer;
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicInteger strangers = new AtomicInteger();

    /// @param most so many streams may be open, strangers and others
    /// @param timer ends the patience
    Strangers(int most, ScheduledExecutorService timer) {
        this.most = most;
        this.timer = timer;
    }

    int most() {
        return most;
    }

    /// A stream was opened. Whether or not there is room for it, it leaves once.
    ///
    /// @param outOfPatience called, on another thread, when it said nothing for too long
    Visit enter(Runnable outOfPatience) {
        int open = streams.incrementAndGet();
        int unknown = strangers.incrementAndGet();
        return new Visit(
                open <= most && unknown <= MOST_STRANGERS,
                timer.schedule(outOfPatience, PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    /// One stream. Not thread-safe.
    final class Visit {

        private final boolean hasRoom;
        private final Future<?> patience;
        private boolean stranger = true;
        private boolean here = true;

        private Visit(boolean hasRoom, Future<?> patience) {
            this.hasRoom = hasRoom;
            this.patience = patience;
        }

        boolean hasRoom() {
            return hasRoom;
        }

        /// It said hello; whether that was in time.
        boolean greet() {
            if (!stranger) {
                return true;
            }
            stranger = false;
            strangers.decrementAndGet();
            return patience.cancel(false);
        }

        /// It has ended.
        void leave() {
            if (here) {
                here = false;
                boolean _ = greet();
                streams.decrementAndGet();
            }
        }
    }
}
