package dev.manykitchens.core.cost;

import dev.manykitchens.core.statistics.TrimmedMean;

import org.apache.commons.rng.UniformRandomProvider;

import java.util.Arrays;

/// Rounds of jobs of one size, each on one thread and on a pool. Confined to one thread.
///
/// The gain is the ratio of mean times, as it is for the rounds of a comparison, and not the median
/// of ratios: the system may put the threads of a short round on one core or on two, and then the
/// median jumps between no gain and the whole gain where the mean grows steadily. A tenth of the
/// rounds is left out at each end, because another program that takes a core for a moment makes a
/// short round many times as long.
final class SizeTrial {

    /// Fewer rounds say nothing about a size.
    static final int FEW_ROUNDS = 3;

    /// A gain beyond this, up or down, leaves no doubt that would be worth many rounds.
    private static final double CLEAR = Math.log(1.2);

    private static final double TRIMMED = 0.1;

    private final double cpuSeconds;
    private double[] alone = new double[FEW_ROUNDS];
    private double[] shared = new double[FEW_ROUNDS];
    private int rounds;

    /// @param cpuSeconds the CPU time of one of its jobs
    SizeTrial(double cpuSeconds) {
        this.cpuSeconds = cpuSeconds;
    }

    double cpuSeconds() {
        return cpuSeconds;
    }

    int rounds() {
        return rounds;
    }

    boolean wasTried() {
        return rounds > 0;
    }

    boolean isKnown() {
        return rounds >= FEW_ROUNDS;
    }

    boolean clearlyPays() {
        return isKnown() && logGain() > CLEAR;
    }

    boolean clearlyLoses() {
        return isKnown() && logGain() < -CLEAR;
    }

    /// Adds one round on each, wall times in seconds.
    void add(double onOneThread, double onThePool) {
        if (rounds == alone.length) {
            alone = Arrays.copyOf(alone, 2 * rounds);
            shared = Arrays.copyOf(shared, 2 * rounds);
        }
        alone[rounds] = onOneThread;
        shared[rounds] = onThePool;
        rounds++;
    }

    /// The natural logarithm of how many times faster the pool was: above 0 it pays off.
    double logGain() {
        return logGain(Arrays.copyOf(alone, rounds), Arrays.copyOf(shared, rounds));
    }

    /// The same of as many rounds, drawn with replacement: [#runs] of them, each of rounds that
    /// followed one another, the first after the last (the circular block bootstrap of Politis and
    /// Romano, 1992). What a machine does to one round it often does to the next ones too, and
    /// rounds drawn one by one would hide how much that matters.
    double drawnLogGain(UniformRandomProvider random) {
        double[] drawnAlone = new double[rounds];
        double[] drawnShared = new double[rounds];
        int length = runLength();
        int round = 0;
        for (int i = 0; i < rounds; i++) {
            round = i % length == 0 ? random.nextInt(rounds) : (round + 1) % rounds;
            drawnAlone[i] = alone[round];
            drawnShared[i] = shared[round];
        }
        return logGain(drawnAlone, drawnShared);
    }

    /// How many runs of rounds are drawn.
    int runs() {
        return Math.ceilDiv(rounds, runLength());
    }

    private int runLength() {
        return (int) Math.ceil(Math.sqrt(rounds) / 2);
    }

    private static double logGain(double[] alone, double[] shared) {
        return Math.log(TrimmedMean.of(alone, TRIMMED) / TrimmedMean.of(shared, TRIMMED));
    }
}
