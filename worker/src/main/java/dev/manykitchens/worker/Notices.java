package dev.manykitchens.worker;

import dev.manykitchens.proto.link.Endpoint;

import java.time.Duration;
import java.util.Locale;

/// What a worker tells the people who started it: one line each time that something changes.
final class Notices {

    private final WorkerNews news;
    private final int threads;
    private final Outage outage = new Outage();

    /// Whether it has joined before. Told by the thread of the transport, asked by another.
    private volatile boolean joinedBefore;

    Notices(WorkerNews news, int threads) {
        this.news = news;
        this.threads = threads;
    }

    /// A stream was welcomed.
    ///
    /// @param resumed whether the coordinator waited for what the worker holds
    /// @param before what the worker had that was not known to its end before
    synchronized void joined(
            String worker,
            Endpoint coordinator,
            boolean resumed,
            Unfinished before,
            long nowNanos) {
        Duration away = outage.over(nowNanos);
        news.connected(true);
        if (!joinedBefore) {
            joinedBefore = true;
            news.say(
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
                        ? "; what it ran goes on"
                        : before.isEmpty()
                                ? ""
                                : "; it had not waited: " + before.describeGivenUp();
        news.say(
                String.format(
                        Locale.ROOT,
                        "back as %s after %.1f s, coordinator %s%s",
                        worker,
                        away.toMillis() / 1e3,
                        coordinator,
                        what));
    }

    /// A stream broke, or could not be opened.
    ///
    /// @param several whether there are several coordinators, of which another may lead
    synchronized void failed(Endpoint coordinator, String why, boolean several, long nowNanos) {
        news.connected(false);
        outage.failed(coordinator.toString(), why, several, joinedBefore, nowNanos)
                .ifPresent(news::say);
    }

    /// It takes no more.
    void drains(String reason, int chunks) {
        news.say(
                chunks == 0
                        ? "drains: " + reason
                        : "drains, %d %s to finish: %s"
                                .formatted(chunks, chunks == 1 ? "chunk" : "chunks", reason));
    }

    /// It was made another size.
    ///
    /// @param stoves 0: no limit
    void adjusted(int threads, int stoves) {
        String what = threads + (threads == 1 ? " thread" : " threads");
        if (stoves > 0) {
            what += ", " + stoves + (stoves == 1 ? " stove" : " stoves");
        }
        news.say("now " + what + ": somebody changed it at the coordinator");
    }

    /// It ends at once.
    void halts(String reason) {
        news.say("told to end now, as if it were killed: " + reason);
    }

    /// It was told to leave.
    void leaves() {
        news.say("told to leave: takes no more and finishes what it has; once more to end now");
    }
}
