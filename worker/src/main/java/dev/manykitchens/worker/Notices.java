package dev.manykitchens.worker;

import dev.manykitchens.proto.link.Endpoint;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/// What a worker tells the people who started it: one line each time that something changes.
final class Notices {

    private final Consumer<String> say;
    private final String coordinator;
    private final int threads;
    private final Outage outage = new Outage();

    /// Whether it has joined before. Told by the thread of the transport, asked by another.
    private volatile boolean joinedBefore;

    /// @param say takes a line
    Notices(Consumer<String> say, Endpoint coordinator, int threads) {
        this.say = say;
        this.coordinator = coordinator.toString();
        this.threads = threads;
    }

    /// A stream was welcomed.
    ///
    /// @param resumed whether the coordinator waited for what the worker holds
    /// @param lost what nobody waited for, in words; empty when there was nothing
    synchronized void joined(String worker, boolean resumed, String lost, long nowNanos) {
        Duration away = outage.over(nowNanos);
        if (!joinedBefore) {
            joinedBefore = true;
            say.accept(
                    "joined as %s, %d %s, coordinator %s"
                            .formatted(
                                    worker,
                                    threads,
                                    threads == 1 ? "thread" : "threads",
                                    coordinator));
            return;
        }
        String what =
                resumed
                        ? "what it ran goes on"
                        : lost.isEmpty()
                                ? "it had nothing to do"
                                : "the coordinator did not wait, cancelled: " + lost;
        say.accept(
                String.format(
                        Locale.ROOT,
                        "back as %s after %.1f s, coordinator %s; %s",
                        worker,
                        away.toMillis() / 1e3,
                        coordinator,
                        what));
    }

    /// A stream broke, or could not be opened.
    synchronized void failed(String why, long nowNanos) {
        outage.failed(coordinator, why, joinedBefore, nowNanos).ifPresent(say);
    }

    /// It takes no more.
    void drains(String reason, int chunks) {
        say.accept(
                chunks == 0
                        ? "drains: " + reason
                        : "drains, %d %s to finish: %s"
                                .formatted(chunks, chunks == 1 ? "chunk" : "chunks", reason));
    }

    /// It was told to leave.
    void leaves() {
        say.accept("told to leave: takes no more and finishes what it has; once more to end now");
    }
}
