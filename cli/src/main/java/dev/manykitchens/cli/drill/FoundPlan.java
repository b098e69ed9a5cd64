package dev.manykitchens.cli.drill;

import dev.manykitchens.core.pool.CoordinatorAddress;

import java.time.Duration;

/// What is to be played on a cluster that was there before.
///
/// @param address all its coordinators
/// @param commands how they are struck
/// @param pause for how long one is cut off
/// @param quiet how long nothing is done before and after each fault
public record FoundPlan(
        CoordinatorAddress address, StrikeCommands commands, Duration pause, Duration quiet) {

    /// @throws IllegalArgumentException in one line
    public FoundPlan {
        DrillPlan.requireTimes(pause, quiet);
    }
}
