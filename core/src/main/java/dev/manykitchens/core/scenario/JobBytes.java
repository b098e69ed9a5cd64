package dev.manykitchens.core.scenario;

/// How much travels with a job to a worker JVM and back. Counts where a network with a bandwidth is
/// simulated; what runs for real carries its steps and nothing else.
///
/// @param arguments bytes on the way there
/// @param result bytes on the way back
public record JobBytes(long arguments, long result) {

    /// The most of a job, in each direction: no real job may carry more.
    public static final long MOST = 16L << 20;

    /// Nothing worth counting.
    public static final JobBytes NONE = new JobBytes(0, 0);

    public JobBytes {
        if (arguments < 0 || arguments > MOST || result < 0 || result > MOST) {
            throw new IllegalArgumentException(
                    "a job must send and return from 0B to 16MiB, sent %d and returned %d bytes"
                            .formatted(arguments, result));
        }
    }
}
