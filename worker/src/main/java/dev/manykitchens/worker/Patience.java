package dev.manykitchens.worker;

import java.time.Duration;

/// For how long a worker waits for its coordinator.
///
/// @param welcome to be welcomed
/// @param goodbye for the answer to a goodbye when the coordinator has all results
/// @param unheard and when it may not have them: they may still be on their way
/// @param leave for a coordinator that is not there, once it is to leave
public record Patience(Duration welcome, Duration goodbye, Duration unheard, Duration leave) {

    /// That of every worker, except where a test has less time.
    public static final Patience DEFAULTS =
            new Patience(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(4));
}
