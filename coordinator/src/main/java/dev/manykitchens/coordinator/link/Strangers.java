package dev.manykitchens.coordinator.link;

import io.grpc.Status;

import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Counts the streams of one service, and keeps those of them that have not said hello: there are
/// few of these at a time and none for long. Who comes when there is no room for another stranger
/// takes the place of the one that has been silent longest, so that a flood of them keeps nobody
/// out who has something to say. Thread-safe.
final class Strangers {

    /// So long may a stream take to say hello.
    static final int PATIENCE_SECONDS = 5;

    /// So many streams that have not said hello may be open.
    static final int MOST_STRANGERS = 256;

    private final String who;
    private final int most;
    private final ScheduledExecutorService timer;

    // Guarded by this monitor.
    private final SequencedSet<Visit> strangers = new LinkedHashSet<>();
    private int streams;

    /// @param who opens the streams: a worker or a client
    /// @param most so many streams may be open, strangers and others
    /// @param timer ends the patience
    Strangers(String who, int most, ScheduledExecutorService timer) {
        this.who = who;
        this.most = most;
        this.timer = timer;
    }

    /// A stream was opened. Whether or not there is room for it, it leaves once.
    ///
    /// @param turnOut called, on another thread, with the reason why the stream must end before it
    ///   has said hello
    Visit enter(Consumer<Status> turnOut) {
        Visit visit = new Visit(turnOut);
        Visit displaced = null;
        synchronized (this) {
            streams++;
            visit.hasRoom = streams <= most;
            strangers.addLast(visit);
            if (strangers.size() > MOST_STRANGERS) {
                displaced = strangers.removeFirst();
            }
        }
        if (displaced != null) {
            displaced.turnOut.accept(Refusals.displaced(who));
        }
        return visit;
    }

    int most() {
        return most;
    }

    /// How many streams have not said hello.
    synchronized int silent() {
        return strangers.size();
    }

    private synchronized boolean settle(Visit visit) {
        return strangers.remove(visit);
    }

    private synchronized void forget() {
        streams--;
    }

    /// One stream.
    final class Visit {

        private final Consumer<Status> turnOut;
        private final Future<?> patience;

        // Written once, before the visit is shared.
        private boolean hasRoom;

        // Confined to the stream.
        private boolean here = true;

        private Visit(Consumer<Status> turnOut) {
            this.turnOut = turnOut;
            this.patience = timer.schedule(this::lose, PATIENCE_SECONDS, TimeUnit.SECONDS);
        }

        private void lose() {
            if (settle(this)) {
                turnOut.accept(Refusals.silent(who));
            }
        }

        /// Whether there are not too many streams already.
        boolean hasRoom() {
            return hasRoom;
        }

        /// It said hello; whether that was in time.
        boolean greet() {
            boolean _ = patience.cancel(false);
            return settle(this);
        }

        /// It has ended.
        void leave() {
            if (here) {
                here = false;
                boolean _ = greet();
                forget();
            }
        }
    }
}
