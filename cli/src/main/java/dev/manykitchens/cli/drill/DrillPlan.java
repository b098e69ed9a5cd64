package dev.manykitchens.cli.drill;

import dev.manykitchens.core.recipe.DurationRange;

import java.time.Duration;
import java.util.List;

/// What is to be played, and on what.
///
/// @param workers at least two: one is to spare
/// @param threads of each worker
/// @param lease a worker silent for so long is lost
/// @param suspect a worker silent for so long gets no more jobs
/// @param faults in the order in which they are played
/// @param pause how long the pause is that is to be noticed, and for how long the link is cut
/// @param quiet how long nothing is done before and after each fault
public record DrillPlan(
        int workers,
        int threads,
        Duration lease,
        Duration suspect,
        List<Fault> faults,
        Duration pause,
        Duration quiet) {

    /// The most workers of a drill, which are JVMs on this machine.
    public static final int MOST_WORKERS = 32;

    /// The most threads of each.
    public static final int MOST_THREADS = 64;

    /// @throws IllegalArgumentException in one line
    public DrillPlan {
        faults = List.copyOf(faults);
        require(
                workers >= 2 && workers <= MOST_WORKERS,
                "--workers must be from 2 to " + MOST_WORKERS,
                workers);
        require(
                threads >= 1 && threads <= MOST_THREADS,
                "--threads must be from 1 to " + MOST_THREADS,
                threads);
        require(!faults.isEmpty(), "--faults must name at least one", "nothing");
        requireTimes(pause, quiet);
    }

    /// @throws IllegalArgumentException in one line
    static void requireTimes(Duration pause, Duration quiet) {
        require(
                pause.isPositive(),
                "--pause must be longer than nothing",
                DurationRange.text(pause));
        require(
                quiet.compareTo(Duration.ofMillis(500)) >= 0,
                "--quiet must be at least 0.5s",
                DurationRange.text(quiet));
    }

    private static void require(boolean met, String rule, Object was) {
        if (!met) {
            throw new IllegalArgumentException(rule + ", was " + was);
        }
    }

    /// A pause that ends well before the lease does.
    Duration shortPause() {
        return lease.dividedBy(2);
    }
}
