package dev.manykitchens.core.random;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

import java.util.HashMap;
import java.util.Map;

/// Random numbers by concern: service times, latencies and faults each draw from a stream of their
/// own, so that more of one leaves the others as they were. The same seed and concern always give
/// the same numbers.
public final class RandomStreams {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final long seed;
    private final Map<String, UniformRandomProvider> streams = new HashMap<>();

    private RandomStreams(long seed) {
        this.seed = seed;
    }

    /// Streams fixed by a seed.
    public static RandomStreams seeded(long seed) {
        return new RandomStreams(seed);
    }

    /// The stream of a concern; asked for again, it goes on where it was.
    public UniformRandomProvider stream(String concern) {
        return streams.computeIfAbsent(
                concern,
                name ->
                        RandomSource.XO_SHI_RO_256_PP.create(
                                seed * GOLDEN_GAMMA + name.hashCode()));
    }
}
