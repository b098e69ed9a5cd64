package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.core.dispatch.DispatchOptions;

import java.time.Duration;

/// How a worker and its coordinator know that the other one lives.
///
/// @param interval a worker sends a heartbeat so often
/// @param silence a worker that hears nothing for so long gives its stream up
record Heartbeats(Duration interval, Duration silence) {

    /// Workers send so many heartbeats before they are suspect, if that is not too often.
    private static final int HEARTBEATS_BEFORE_SUSPECT = 4;

    private static final Duration MOST_OFTEN = Duration.ofMillis(20);
    private static final Duration LEAST_OFTEN = Duration.ofMillis(500);

    /// A worker that hears nothing for so many leases gives its stream up.
    private static final int LEASES_OF_SILENCE = 2;

    /// The longest that is: a new connection works sooner than one whose packets were lost, which
    /// are sent again ever more rarely.
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

    /// What fits the dispatcher's patience.
    static Heartbeats of(DispatchOptions options) {
        Duration wanted =
                shorter(options.suspectAfter().dividedBy(HEARTBEATS_BEFORE_SUSPECT), LEAST_OFTEN);
        return new Heartbeats(
                wanted.compareTo(MOST_OFTEN) < 0 ? MOST_OFTEN : wanted,
                shorter(options.leaseDuration().multipliedBy(LEASES_OF_SILENCE), LONGEST_SILENCE));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
