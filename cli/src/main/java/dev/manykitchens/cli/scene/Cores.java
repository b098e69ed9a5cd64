package dev.manykitchens.cli.scene;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// The cores there are, and what they give together at this moment: two cores that share one unit
/// for arithmetic, or share it with somebody else's program, compute less than twice as much as
/// one.
///
/// @param count as many threads can compute at the same instant
/// @param probed so many bare threads were tried, at most [#MOST_PROBED]
/// @param together how many times as much as one they computed, from 1 to `probed`
public record Cores(int count, int probed, double together) {

    /// No scene needs more.
    static final int MOST_PROBED = 4;

    private static final int FEWEST_TRIES = 5;
    private static final int MOST_TRIES = 15;

    /// When the cores together reach this share, more tries would not tell more.
    private static final double SATISFIED = 0.9;

    private static final long PROBE_NANOS = 12_000_000;

    public Cores {
        if (count < 1 || probed < 1 || probed > count || together < 1 || together > probed) {
            throw new IllegalArgumentException(
                    "cores must give from 1 to as many as were probed, was %d, %d, %f"
                            .formatted(count, probed, together));
        }
    }

    /// What some workers gain over one on CPU work.
    double gain(int workers) {
        int used = used(workers);
        return used == 1 ? 1 : 1 + (used - 1) * (together - 1) / (probed - 1);
    }

    /// How many cores some workers can use.
    int used(int workers) {
        return Math.min(workers, probed);
    }

    /// The promise for so many threads on CPU work.
    Promise promise(int threads) {
        return Promise.gains(gain(threads), used(threads));
    }

    /// The promise for so many workers that jobs travel to: a gain as before, but for the trip.
    ///
    /// @param aloneNanos what the jobs take on one thread
    /// @param tripNanos what as many jobs take that do nothing when they are there
    Promise promise(int workers, long aloneNanos, long tripNanos) {
        double expected = aloneNanos / (aloneNanos / gain(workers) + tripNanos);
        return used(workers) == 1
                ? Promise.gainsNothing(expected)
                : Promise.gains(expected, used(workers));
    }

    /// Counts the cores and tries them with bare threads, without any pool: the best of a few short
    /// tries, more of them while other programs keep the cores busy. Takes about a fifth of a
    /// second.
    static Cores probe() throws InterruptedException {
        int count = Runtime.getRuntime().availableProcessors();
        int probed = Math.min(count, MOST_PROBED);
        if (probed == 1) {
            return new Cores(count, 1, 1);
        }
        long units = 1_000_000;
        long unitsNanos = compute(1, units);
        while (unitsNanos < PROBE_NANOS) {
            units *= 2;
            unitsNanos = compute(1, units);
        }
        long alone = Long.MAX_VALUE;
        long side = Long.MAX_VALUE;
        double together = 0;
        for (int i = 0; i < MOST_TRIES; i++) {
            alone = Math.min(alone, compute(1, units));
            side = Math.min(side, compute(probed, units));
            together = probed * (double) alone / side;
            if (i >= FEWEST_TRIES && together >= SATISFIED * probed) {
                break;
            }
        }
        return new Cores(count, probed, Math.clamp(together, 1, probed));
    }

    /// Returns when the cores are as good as idle, or after a while.
    static void awaitQuiet(Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        Cores cores = probe();
        while (cores.together < SATISFIED * cores.probed && System.nanoTime() < deadline) {
            cores = probe();
        }
    }

    /// The time from a common start until the last of the threads has computed its units.
    private static long compute(int threads, long units) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> all = new ArrayList<>();
        long[] sums = new long[threads];
        for (int i = 0; i < threads; i++) {
            int own = i;
            all.add(
                    Thread.ofPlatform()
                            .daemon()
                            .name("core-probe-", i)
                            .start(() -> {
                                if (awaitQuietly(start)) {
                                    sums[own] = mix(units, own + 1L);
                                }
                            }));
        }
        long begin = System.nanoTime();
        start.countDown();
        for (Thread thread : all) {
            thread.join();
        }
        return System.nanoTime() - begin;
    }

    private static boolean awaitQuietly(CountDownLatch start) {
        try {
            start.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static long mix(long units, long seed) {
        long x = seed;
        for (long i = 0; i < units; i++) {
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
        }
        return x;
    }
}
