package dev.manykitchens.worker;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// The time without a coordinator, and how often it is worth a line. Confined to one thread.
final class Outage {

    /// After the first line there is at most one in so long.
    static final Duration QUIET = Duration.ofMinutes(1);

    private OptionalLong beganNanos = OptionalLong.empty();
    private long saidNanos;

    /// A try failed, or a stream broke.
    ///
    /// @param several whether there are several coordinators, of which another may lead
    /// @return what to say, when it is time to say something
    Optional<String> failed(
            String coordinator, String why, boolean several, boolean knewIt, long nowNanos) {
        boolean first = beganNanos.isEmpty();
        if (first) {
            beganNanos = OptionalLong.of(nowNanos);
        } else if (nowNanos - saidNanos < QUIET.toNanos()) {
            return Optional.empty();
        }
        saidNanos = nowNanos;
        String what =
                first && knewIt
                        ? "lost the coordinator at " + coordinator
                        : "the coordinator at " + coordinator + " must be reachable, is not";
        return Optional.of(
                "%s: %s; %s%s"
                        .formatted(
                                what,
                                why,
                                several
                                        ? "looking for the one that leads"
                                        : "trying again until it is there",
                                since(nowNanos)));
    }

    /// The coordinator is there.
    ///
    /// @return for how long it was not
    Duration over(long nowNanos) {
        Duration lasted = Duration.ofNanos(nowNanos - beganNanos.orElse(nowNanos));
        beganNanos = OptionalLong.empty();
        return lasted;
    }

    private String since(long nowNanos) {
        long seconds = Duration.ofNanos(nowNanos - beganNanos.orElse(nowNanos)).toSeconds();
        return seconds == 0 ? "" : ", for %d s now".formatted(seconds);
    }
}
