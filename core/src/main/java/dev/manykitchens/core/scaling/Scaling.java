package dev.manykitchens.core.scaling;

import dev.manykitchens.core.statistics.Bootstrap;
import dev.manykitchens.core.statistics.Estimate;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// What the sizes measured of one kind of pool say about its other sizes.
///
/// Up to three sizes the law is Amdahl's, because the Universal Scalability Law would go through
/// any three points; from four sizes on that one is used. Intervals come from fitting again to
/// rounds that are drawn with replacement.
///
/// @param family the pools without their size
/// @param points the sizes measured, the smallest first; at least two
/// @param universal whether `law` is the Universal Scalability Law, else it is Amdahl's
/// @param law what was fitted
/// @param contention σ with its interval
/// @param coherence κ with its interval; 0 in Amdahl's law
/// @param single λ with its interval
/// @param amdahl the part of the work that cannot be shared out, if Amdahl's law is fitted
/// @param holdOut what the smaller sizes say about the largest; empty with fewer than three
/// @param limit what keeps the largest size measured from being linear
/// @param component where the time of a job grew most from the smallest size to the largest
/// @param draws the law of rounds that were drawn, for intervals
public record Scaling(
        String family,
        List<Point> points,
        boolean universal,
        ScalingLaw law,
        Estimate contention,
        Estimate coherence,
        Estimate single,
        Estimate amdahl,
        Optional<HoldOut> holdOut,
        Limit limit,
        Optional<String> component,
        List<ScalingLaw> draws) {

    /// Beyond so many times the largest size measured a prediction is an extrapolation.
    public static final int TRUSTED_RANGE = 2;

    /// The largest size that can be predicted.
    public static final int MOST_SIZE = 1_000_000;

    /// The part of a job's time in which it waits for a core.
    static final String CORE = "core";

    private static final int SIZES_FOR_UNIVERSAL = 4;

    private static final int DRAWS = 1_000;

    /// Less than this part away from linear counts as linear.
    private static final double NEARLY_LINEAR = 0.05;

    /// A part of a job's time has to grow by this part of the whole before it is named.
    private static final double WORTH_NAMING = 0.02;

    public Scaling {
        points = List.copyOf(points);
        draws = List.copyOf(draws);
    }

    /// What keeps throughput from growing with the size.
    public enum Limit {
        /// Work for which workers queue.
        CONTENTION,
        /// What workers cost each other, pair by pair.
        COHERENCE,
        /// The machine has no more cores.
        CORES,
        /// Nothing yet: the largest size measured does nearly as many times the work.
        NONE
    }

    /// A size that was measured.
    ///
    /// @param pool its name
    /// @param size how many workers
    /// @param jobs how many jobs a round has
    /// @param seconds of each round
    /// @param parts how long a job was in each part of its way, in seconds, by the name of the
    ///   part; without the time in the queue, which depends on how many jobs there are
    public record Point(
            String pool, int size, int jobs, double[] seconds, Map<String, Double> parts) {

        /// Jobs a second.
        public double throughput() {
            return jobs / Bootstrap.mean(seconds);
        }

        /// The same with its interval.
        public Estimate estimate() {
            UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(size);
            double[] drawn = new double[DRAWS];
            for (int i = 0; i < DRAWS; i++) {
                drawn[i] = drawnThroughput(random);
            }
            return Bootstrap.estimate(throughput(), drawn, seconds.length);
        }

        double drawnThroughput(UniformRandomProvider random) {
            return jobs / Bootstrap.drawnMean(seconds, random);
        }
    }

    /// How well the smaller sizes foretell the largest.
    ///
    /// @param universal whether by the Universal Scalability Law, else by Amdahl's
    public record HoldOut(int size, boolean universal, double predicted, double measured) {

        /// By how much the prediction is above the measurement, as a part of it.
        public double error() {
            return predicted / measured - 1;
        }
    }

    /// What the law says about a size.
    ///
    /// @param jobsPerSecond with an interval that holds only what rounds differ by: not that the
    ///   law may be wrong
    /// @param extrapolated whether it lies beyond [#TRUSTED_RANGE] times the largest size measured
    public record Prediction(int size, Estimate jobsPerSecond, boolean extrapolated) {}

    /// Fits the law.
    ///
    /// @param points of different sizes, at least two
    /// @param seed fixes what is drawn
    public static Scaling of(String family, List<Point> points, long seed) {
        List<Point> sorted = points.stream().sorted(Comparator.comparingInt(Point::size)).toList();
        if (sorted.stream().mapToInt(Point::size).distinct().count() < 2) {
            throw new IllegalArgumentException(
                    "a law of scaling needs two sizes or more, had " + sorted);
        }
        int[] sizes = sorted.stream().mapToInt(Point::size).toArray();
        double[] throughputs = sorted.stream().mapToDouble(Point::throughput).toArray();
        boolean universal = distinct(sizes) >= SIZES_FOR_UNIVERSAL;
        ScalingLaw law = fit(universal, sizes, throughputs);
        ScalingLaw amdahl = LawFit.amdahl(sizes, throughputs);
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
        List<ScalingLaw> draws = new ArrayList<>();
        double[] serial = new double[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            double[] drawn = sorted.stream().mapToDouble(p -> p.drawnThroughput(random)).toArray();
            draws.add(fit(universal, sizes, drawn));
            serial[i] = LawFit.amdahl(sizes, drawn).contention();
        }
        int rounds = rounds(sorted);
        return new Scaling(
                family,
                sorted,
                universal,
                law,
                estimate(law, draws, ScalingLaw::contention, rounds),
                estimate(law, draws, ScalingLaw::coherence, rounds),
                estimate(law, draws, ScalingLaw::single, rounds),
                Bootstrap.estimate(amdahl.contention(), serial, rounds),
                holdOut(sizes, throughputs),
                limit(law, sizes[sizes.length - 1]),
                component(sorted.getFirst(), sorted.getLast()),
                draws);
    }

    /// What follows for a size.
    ///
    /// @throws IllegalArgumentException when the size is not from 1 to [#MOST_SIZE]
    public Prediction predict(int size) {
        if (size < 1 || size > MOST_SIZE) {
            throw new IllegalArgumentException(
                    "a size to predict must be from 1 to %,d, was %d".formatted(MOST_SIZE, size));
        }
        return new Prediction(
                size,
                estimate(law, draws, l -> l.throughput(size), rounds(points)),
                size > TRUSTED_RANGE * largest());
    }

    /// What keeps the largest size measured from being linear, knowing how many cores there are.
    /// The law does not: where workers wait for a core more than for anything else, it takes that
    /// for its own terms.
    ///
    /// @param cores how many threads run at the same instant here
    public Limit limitOn(int cores) {
        boolean outOfCores = largest() > cores && component.equals(Optional.of(CORE));
        return limit != Limit.NONE && outOfCores ? Limit.CORES : limit;
    }

    /// The largest size measured.
    public int largest() {
        return points.getLast().size();
    }

    private static ScalingLaw fit(boolean universal, int[] sizes, double[] throughputs) {
        return universal ? LawFit.universal(sizes, throughputs) : LawFit.amdahl(sizes, throughputs);
    }

    private static Estimate estimate(
            ScalingLaw law,
            List<ScalingLaw> draws,
            ToDoubleFunction<ScalingLaw> figure,
            int rounds) {
        return Bootstrap.estimate(
                figure.applyAsDouble(law), draws.stream().mapToDouble(figure).toArray(), rounds);
    }

    /// The fewest of any size.
    private static int rounds(List<Point> points) {
        return points.stream().mapToInt(point -> point.seconds().length).min().orElseThrow();
    }

    private static Optional<HoldOut> holdOut(int[] sizes, double[] throughputs) {
        int largest = sizes[sizes.length - 1];
        int others = (int) Arrays.stream(sizes).filter(size -> size < largest).count();
        int[] smaller = Arrays.copyOf(sizes, others);
        if (distinct(smaller) < 2) {
            return Optional.empty();
        }
        boolean universal = distinct(smaller) >= SIZES_FOR_UNIVERSAL;
        ScalingLaw law = fit(universal, smaller, Arrays.copyOf(throughputs, others));
        return Optional.of(
                new HoldOut(
                        largest,
                        universal,
                        law.throughput(largest),
                        throughputs[throughputs.length - 1]));
    }

    private static int distinct(int[] sizes) {
        return (int) Arrays.stream(sizes).distinct().count();
    }

    private static Limit limit(ScalingLaw law, int size) {
        double contention = law.contentionAt(size);
        double coherence = law.coherenceAt(size);
        if (contention + coherence < NEARLY_LINEAR) {
            return Limit.NONE;
        }
        return contention >= coherence ? Limit.CONTENTION : Limit.COHERENCE;
    }

    private static Optional<String> component(Point smallest, Point largest) {
        double whole = smallest.parts().values().stream().mapToDouble(seconds -> seconds).sum();
        return largest.parts().keySet().stream()
                .filter(part -> growth(part, smallest, largest) > WORTH_NAMING * whole)
                .max(Comparator.comparingDouble(part -> growth(part, smallest, largest)));
    }

    private static double growth(String part, Point smallest, Point largest) {
        return largest.parts().getOrDefault(part, 0.0) - smallest.parts().getOrDefault(part, 0.0);
    }
}
