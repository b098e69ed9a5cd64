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

    /// Where there are several coordinators, one that says nothing is passed over after so long:
    /// what the worker holds is kept for it for a lease by the one that leads, usually 5 s.
    private static final Duration WELCOME_OF_SEVERAL = Duration.ofSeconds(4);

    /// For how long it waits to be welcomed by one of so many coordinators.
    Duration welcomeOf(int coordinators) {
        return coordinators > 1 && welcome.compareTo(WELCOME_OF_SEVERAL) > 0
                ? WELCOME_OF_SEVERAL
                : welcome;
    }
}
