package dev.manykitchens.core.recipe;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// The random numbers of one job, fixed by the batch's seed and the job's position: every pool,
/// every attempt and every JDK draws the same ones. Confined to one thread.
public final class JobRandom {

    /// The distance between the seeds of neighbouring jobs. Not SplitMix64's own, with which the
    /// generator makes its state from a seed: neighbours would share three quarters of their state.
    private static final long STRIDE = 0xD1342543DE82EF95L;

    private long seed;
    private @Nullable UniformRandomProvider provider;

    private JobRandom(long seed) {
        this.seed = seed;
    }

    /// The numbers of the job at position `job` of a batch with this seed.
    public static JobRandom of(long batchSeed, int job) {
        return new JobRandom(seedOf(batchSeed, job));
    }

    private static long seedOf(long batchSeed, int job) {
        return batchSeed + STRIDE * (job + 1L);
    }

    /// Turns into the numbers of another job, from their start: for whoever runs many jobs, one
    /// after the other.
    public void become(long batchSeed, int job) {
        seed = seedOf(batchSeed, job);
        provider = null;
    }

    /// The seed of a batch whose first job draws what the job at position `job` draws in a batch
    /// with `batchSeed`: a batch can be cut into several without a change in its numbers.
    public static long seedFrom(long batchSeed, long job) {
        return batchSeed + STRIDE * job;
    }

    /// The same job's numbers from their start, whatever was drawn from these.
    public JobRandom fromStart() {
        return new JobRandom(seed);
    }

    /// Uniform over the range; the range's start when it is one point (and then nothing is drawn).
    public Duration within(DurationRange range) {
        long width = range.max().toNanos() - range.min().toNanos();
        return width == 0
                ? range.min()
                : Duration.ofNanos(range.min().toNanos() + generator().nextLong(width + 1));
    }

    /// The generator behind this job's numbers (xoshiro256++, seeded once from the batch's seed and
    /// the position).
    public UniformRandomProvider generator() {
        UniformRandomProvider current = provider;
        if (current == null) {
            current = RandomSource.XO_SHI_RO_256_PP.create(seed);
            provider = current;
        }
        return current;
    }
}
