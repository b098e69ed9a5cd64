package dev.manykitchens.core.measurement;

import org.apache.commons.rng.UniformRandomProvider;

import java.util.function.IntSupplier;
import java.util.stream.LongStream;

/// What single jobs cost when they ran: a sample, from which the like of them can be drawn. The
/// computing and the waiting of one job stay together, so that jobs that compute long and wait
/// long, or the other way round, are as frequent as they were.
///
/// @param cpuNanos computing, a row a job, as thread CPU time where it can be measured; must not be
///   changed
/// @param waitNanos in steps that wait, likewise
/// @param round so many rows at a time are all jobs of one round, in the order of their positions;
///   0 where rows have no order, since the jobs are a sample of more
public record JobCosts(long[] cpuNanos, long[] waitNanos, int round) {

    /// The most jobs that are kept.
    public static final int MOST = 1_000;

    /// Of jobs that nobody has measured.
    public static final JobCosts NONE = new JobCosts(new long[0], new long[0], 0);

    public JobCosts {
        int jobs = cpuNanos.length;
        if (waitNanos.length != jobs || jobs > MOST) {
            throw new IllegalArgumentException(
                    "the costs of jobs must be as many times of computing as of waiting, at most %d, were %d and %d"
                            .formatted(MOST, jobs, waitNanos.length));
        }
        if (round < 0 || (round > 0 && (jobs == 0 || jobs % round != 0))) {
            throw new IllegalArgumentException(
                    "the costs of jobs must be those of whole rounds, were %d of rounds of %d"
                            .formatted(jobs, round));
        }
        if (LongStream.concat(LongStream.of(cpuNanos), LongStream.of(waitNanos))
                .anyMatch(nanos -> nanos < 0)) {
            throw new IllegalArgumentException("the costs of a job must be at least 0, were below");
        }
    }

    /// Of jobs that are a sample in no order: all of these, or so many of them as are kept, as far
    /// from each other as they can be.
    ///
    /// @param cpuNanos a row a job, at least `jobs`
    /// @param waitNanos likewise
    public static JobCosts ofSample(long[] cpuNanos, long[] waitNanos, int jobs) {
        int few = Math.min(jobs, MOST);
        long[] cpu = new long[few];
        long[] wait = new long[few];
        for (int row = 0; row < few; row++) {
            int from = (int) ((long) row * jobs / few);
            cpu[row] = Math.max(0, cpuNanos[from]);
            wait[row] = Math.max(0, waitNanos[from]);
        }
        return new JobCosts(cpu, wait, 0);
    }

    /// How many jobs there are.
    public int jobs() {
        return cpuNanos.length;
    }

    /// How long a job computes on average, in seconds; NaN without any.
    public double cpuSeconds() {
        return LongStream.of(cpuNanos).average().orElse(Double.NaN) / 1e9;
    }

    /// How long a job waits on average, in seconds; NaN without any.
    public double waitSeconds() {
        return LongStream.of(waitNanos).average().orElse(Double.NaN) / 1e9;
    }

    /// The variance of both together, in seconds squared; NaN without any.
    public double variance() {
        double mean = cpuSeconds() + waitSeconds();
        double squares = 0;
        for (int row = 0; row < jobs(); row++) {
            double off = (cpuNanos[row] + waitNanos[row]) / 1e9 - mean;
            squares += off * off;
        }
        return squares / jobs();
    }

    /// Draws rows: one round after the other, each of them as likely as any, and the jobs of a
    /// round in their order; where rows have no order each is drawn on its own.
    ///
    /// @param random nobody else draws from it
    /// @throws IllegalStateException when there is none to be drawn
    public IntSupplier rows(UniformRandomProvider random) {
        if (jobs() == 0) {
            throw new IllegalStateException("jobs must have been measured to be drawn");
        }
        return round == 0 ? () -> random.nextInt(jobs()) : new Rounds(random);
    }

    /// Goes through a round, then through another one.
    private final class Rounds implements IntSupplier {

        private final UniformRandomProvider random;
        private int next;
        private int end;

        Rounds(UniformRandomProvider random) {
            this.random = random;
        }

        @Override
        public int getAsInt() {
            if (next == end) {
                next = round * random.nextInt(jobs() / round);
                end = next + round;
            }
            return next++;
        }
    }
}
