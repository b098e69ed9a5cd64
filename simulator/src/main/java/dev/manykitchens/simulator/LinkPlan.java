package dev.manykitchens.simulator;

import dev.manykitchens.core.scenario.DurationDistribution;

import java.time.Duration;
import java.util.OptionalDouble;

/// What the way between a worker and the coordinator is like, in each direction.
///
/// @param delay how long a message is under way, drawn for each
/// @param bytesPerSecond how much it carries, above 0; empty: any amount at once
/// @param faults what happens to messages
public record LinkPlan(
        DurationDistribution delay, OptionalDouble bytesPerSecond, LinkFaults faults) {

    /// A stream on which messages are under way for no time.
    public static final LinkPlan INSTANT =
            new LinkPlan(
                    new DurationDistribution.Constant(Duration.ZERO),
                    OptionalDouble.empty(),
                    LinkFaults.NONE);

    public LinkPlan {
        if (bytesPerSecond.isPresent() && !(bytesPerSecond.getAsDouble() > 0)) {
            throw new IllegalArgumentException(
                    "a link must carry more than 0 bytes a second, carried "
                            + bytesPerSecond.getAsDouble());
        }
    }

    /// A stream on which every message is under way for so long.
    public static LinkPlan delaying(Duration delay) {
        return new LinkPlan(
                new DurationDistribution.Constant(delay), OptionalDouble.empty(), LinkFaults.NONE);
    }
}
