package dev.manykitchens.core.random;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Random numbers by concern: service times, latencies and faults each draw from a stream of their
/// own, so that more of one leaves the others as they were. The same seed and concern always give
/// the same numbers.
public final class RandomStreams {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    /// Odd, and not [#GOLDEN_GAMMA].
    private static final long REPLICATION = 0xD1342543DE82EF95L;

    private final long seed;
    private final Map<String, UniformRandomProvider> streams = new HashMap<>();
    private final Set<Long> beginnings = new HashSet<>();

    private RandomStreams(long seed) {
        this.seed = seed;
    }

    /// Streams fixed by a seed.
    public static RandomStreams seeded(long seed) {
        return new RandomStreams(seed);
    }

    /// Streams of the same concerns with other numbers: those of a replication of a run.
    ///
    /// @param number from 0
    public RandomStreams replication(int number) {
        return new RandomStreams(mixed(seed + REPLICATION * (number + 1L)));
    }

    /// The output function of SplitMix64 (Steele, Lea and Flood, 2014): seeds that differ by little
    /// give seeds that have nothing in common.
    private static long mixed(long seed) {
        long z = (seed ^ (seed >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /// The stream of a concern; asked for again, it goes on where it was.
    public UniformRandomProvider stream(String concern) {
        return streams.computeIfAbsent(concern, this::begun);
    }

    /// Names that have the same hash code begin elsewhere, in the order in which they are asked
    /// for.
    private UniformRandomProvider begun(String concern) {
        long beginning = seed * GOLDEN_GAMMA + concern.hashCode();
        while (!beginnings.add(beginning)) {
            beginning = mixed(beginning + REPLICATION);
        }
        return RandomSource.XO_SHI_RO_256_PP.create(beginning);
    }
}
