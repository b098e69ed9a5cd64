package dev.manykitchens.core.measurement;

import java.util.Optional;
import java.util.OptionalLong;

/// How a pool was warmed up.
///
/// @param rounds how often it ran unmeasured
/// @param steady whether its rounds had stopped becoming faster, see [Steadiness]; empty where the
///   number of rounds was given, since then nobody asked
/// @param coldNanos the wall time of the very first round: nothing was compiled, loaded or
///   connected for it; empty without any
/// @param coldJobs how many jobs that round had
/// @param coldWorkers workers that got no job in all the rounds
public record WarmUpOutcome(
        int rounds,
        Optional<Boolean> steady,
        OptionalLong coldNanos,
        int coldJobs,
        int coldWorkers) {

    /// A pool that was not warmed up.
    public static final WarmUpOutcome NONE =
            new WarmUpOutcome(0, Optional.empty(), OptionalLong.empty(), 0, 0);

    /// How many times as long the first round took as the measured ones do, job by job; NaN when
    /// either is not known.
    ///
    /// @param warm the mean wall time of a measured round in seconds
    /// @param jobs how many jobs that had
    public double coldRatio(double warm, int jobs) {
        return coldNanos.isEmpty()
                ? Double.NaN
                : (Seconds.of(coldNanos.getAsLong()) / coldJobs) / (warm / jobs);
    }
}
