package dev.manykitchens.core.scenario;

import java.util.OptionalDouble;

/// What lies between a coordinator and each of its worker JVMs, in each direction. Only a
/// simulation has one to give: real workers have the network that they have.
///
/// @param delay how long a message is under way, drawn for each
/// @param bytesPerSecond how much a line carries; empty: any amount at once
public record Network(DurationDistribution delay, OptionalDouble bytesPerSecond) {

    /// The slowest line: one byte a second.
    public static final double LEAST_BYTES_PER_SECOND = 1;

    /// The fastest line.
    public static final double MOST_BYTES_PER_SECOND = 1e12;

    public Network {
        bytesPerSecond.ifPresent(rate -> {
            if (!(rate >= LEAST_BYTES_PER_SECOND && rate <= MOST_BYTES_PER_SECOND)) {
                throw new IllegalArgumentException(
                        "the bandwidth of a network must be from 8bit/s to 8000Gbit/s, was %s bytes/s"
                                .formatted(rate));
            }
        });
    }
}
