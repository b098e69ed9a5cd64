package dev.manykitchens.core.load;

import java.util.Arrays;

/// Whether a pool keeps up with a load.
///
/// A pool keeps up when its capacity is above the rate at which jobs come; then responses settle,
/// and else they grow for as long as the load goes on. A run of some length shows either only by
/// chance more or less, so both answers are held against the borderline: a pool whose capacity is
/// *exactly* the rate. Its backlog is a random walk that is reflected at zero; after `n` jobs it is
/// about `σ√n` jobs long, where `σ² = 1 + c²`: 1 for Poisson arrivals, `c²` the squared coefficient
/// of variation of the service times (heavy-traffic limit: Kingman 1962; Harrison, *Brownian Motion
/// and Stochastic Flow Systems*, 1985).
///
/// The jobs are cut into ten slices in order of arrival. By Little's law, the mean response of a
/// slice, less that of the fastest slice, times the rate, is how many jobs more than at best were
/// in the system: the *rise*. What jobs take by themselves, and how many run at a time, drops out.
///
/// | answer | when |
/// |---|---|
/// | no | the last slice rose by at least [#LEAST_FOR_NO] `σ√n`, and it was no single hiccup: a quarter of that rise was there at half time, and a quarter of the jobs in the system at the end came to them since then. Or the load was stopped because too many jobs were in the system |
/// | yes | no slice rose by more than [#MOST_FOR_YES] `σ√n` |
/// | unclear | all other runs, and those of fewer than [#FEWEST_JOBS] jobs or [#FEWEST_BURSTS] bursts |
///
/// Arrivals that are planned instead are held against the same: a steady stream varies less, and a
/// rush that was recorded may look like a backlog, which it is. Bursts are judged as wholes.
///
/// On the borderline, each of the first two is said in about one run of a hundred, and so more
/// rarely still where it would be wrong.
///
/// @param answer whether it does
/// @param jobs how many the answer stands on
/// @param overflowed whether the load was stopped because too many jobs were in the system
/// @param rise how much longer jobs of the last slice took than those of the fastest one, on
///   average, in seconds; NaN when there are too few jobs
public record KeepingUp(Answer answer, int jobs, boolean overflowed, double rise) {

    /// With fewer jobs no answer is given.
    public static final int FEWEST_JOBS = 50;

    /// With fewer bursts no answer is given, when jobs come in bursts.
    public static final int FEWEST_BURSTS = 5;

    /// The 1 % quantile of the highest rise on the borderline, in `σ√n`.
    static final double MOST_FOR_YES = 0.19;

    /// The 99 % quantile of the last rise on the borderline, in `σ√n`.
    static final double LEAST_FOR_NO = 2.3;

    private static final double LEAST_PART = 0.25;
    private static final int SLICES = 10;

    /// What can be said.
    public enum Answer {
        /// The capacity is above the rate.
        YES,
        /// It is not, and the backlog grows.
        NO,
        /// The run does not show it.
        UNCLEAR,
        /// There is nothing to keep up with: the next jobs wait for the pool.
        CLOSED
    }

    /// How many jobs had come and not ended.
    record Backlog(int atHalfTime, int atEnd) {
        int grew() {
            return atEnd - atHalfTime;
        }
    }

    /// A load that was stopped since too many jobs were in the system.
    static KeepingUp overflowed(int jobs) {
        return new KeepingUp(Answer.NO, jobs, true, Double.NaN);
    }

    /// A load whose jobs wait for those before them.
    static KeepingUp closed(int jobs) {
        return new KeepingUp(Answer.CLOSED, jobs, false, Double.NaN);
    }

    /// Judges a load whose jobs came in bursts, as [#judge] does: jobs of one burst wait for each
    /// other on any pool, so each counts as the mean of its burst, and those of a last one that is
    /// not whole do not count.
    static KeepingUp judgeBursts(
            int size,
            double perSecond,
            double[] responses,
            double serviceVariation,
            Backlog backlog) {
        int bursts = responses.length / size;
        if (bursts < FEWEST_BURSTS) {
            return new KeepingUp(Answer.UNCLEAR, responses.length, false, Double.NaN);
        }
        double[] means = new double[bursts * size];
        for (int burst = 0; burst < bursts; burst++) {
            int from = burst * size;
            double mean = Arrays.stream(responses, from, from + size).average().orElse(0);
            Arrays.fill(means, from, from + size, mean);
        }
        return judge(perSecond, means, serviceVariation, backlog);
    }

    /// Judges a load of which is known when each job came and how long it took, to its last one.
    ///
    /// @param atOnce how many jobs come together
    /// @param perSecond how many jobs come a second
    /// @param cameNanos when each job came, ascending
    /// @param responseNanos from there until it ended, with a result or without
    /// @param serviceVariation the squared coefficient of variation of the service times
    public static KeepingUp ofJobs(
            int atOnce,
            double perSecond,
            long[] cameNanos,
            long[] responseNanos,
            double serviceVariation) {
        double[] responses =
                Arrays.stream(responseNanos).mapToDouble(nanos -> nanos / 1e9).toArray();
        if (responses.length < FEWEST_JOBS) {
            return new KeepingUp(Answer.UNCLEAR, responses.length, false, Double.NaN);
        }
        long first = cameNanos[0];
        long last = cameNanos[cameNanos.length - 1];
        Backlog backlog =
                new Backlog(
                        inSystem(cameNanos, responseNanos, first + (last - first) / 2),
                        inSystem(cameNanos, responseNanos, last));
        return atOnce == 1
                ? judge(perSecond, responses, serviceVariation, backlog)
                : judgeBursts(atOnce, perSecond, responses, serviceVariation, backlog);
    }

    private static int inSystem(long[] cameNanos, long[] responseNanos, long atNanos) {
        int jobs = 0;
        for (int job = 0; job < cameNanos.length && cameNanos[job] <= atNanos; job++) {
            jobs += cameNanos[job] + responseNanos[job] > atNanos ? 1 : 0;
        }
        return jobs;
    }

    /// Judges a load that was not stopped early.
    ///
    /// @param perSecond how many jobs came a second
    /// @param responses of the jobs in order of arrival, in seconds; at least so long for a job
    ///   that did not end
    /// @param serviceVariation the squared coefficient of variation of the service times; NaN when
    ///   not known
    /// @param backlog how many jobs were in the system
    static KeepingUp judge(
            double perSecond, double[] responses, double serviceVariation, Backlog backlog) {
        int jobs = responses.length;
        if (jobs < FEWEST_JOBS) {
            return new KeepingUp(Answer.UNCLEAR, jobs, false, Double.NaN);
        }
        double[] slices = means(responses);
        double best = Double.POSITIVE_INFINITY;
        double worst = 0;
        for (double slice : slices) {
            best = Math.min(best, slice);
            worst = Math.max(worst, slice);
        }
        double last = slices[SLICES - 1] - best;
        double middle = (slices[SLICES / 2 - 1] + slices[SLICES / 2]) / 2 - best;
        double variation = Double.isNaN(serviceVariation) ? 0 : serviceVariation;
        // Where jobs share the cores, a backlog makes services long and so seemingly uneven, and
        // how uneven they are by themselves does not matter: then less is allowed for it.
        double allowed = MOST_FOR_YES * Math.sqrt(jobs * (1 + Math.min(1, variation)));
        double beyondChance = LEAST_FOR_NO * Math.sqrt(jobs * (1 + variation));
        boolean no =
                last * perSecond >= beyondChance
                        && middle >= LEAST_PART * last
                        && backlog.grew() >= LEAST_PART * backlog.atEnd();
        boolean yes = (worst - best) * perSecond <= allowed;
        return new KeepingUp(no ? Answer.NO : yes ? Answer.YES : Answer.UNCLEAR, jobs, false, last);
    }

    private static double[] means(double[] responses) {
        double[] means = new double[SLICES];
        for (int slice = 0; slice < SLICES; slice++) {
            int from = (int) ((long) responses.length * slice / SLICES);
            int to = (int) ((long) responses.length * (slice + 1) / SLICES);
            double sum = 0;
            for (int job = from; job < to; job++) {
                sum += responses[job];
            }
            means[slice] = sum / (to - from);
        }
        return means;
    }
}
