package dev.manykitchens.report.run;

import dev.manykitchens.core.advice.Advice;
import dev.manykitchens.core.advice.Goal;
import dev.manykitchens.core.advice.LoadAdvice;
import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.comparison.PoolMeasurement;
import dev.manykitchens.core.cost.BreakEven;
import dev.manykitchens.core.cost.ThreadCost;
import dev.manykitchens.core.load.LoadResult;
import dev.manykitchens.core.scaling.Families;
import dev.manykitchens.core.scaling.Scaling;
import dev.manykitchens.core.statistics.Estimate;
import dev.manykitchens.report.text.AdviceWords;
import dev.manykitchens.report.text.BreakEvenWords;
import dev.manykitchens.report.text.ScalingWords;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/// Turns what follows from the measurements into the entries of a [RunFile].
final class Conclusions {

    /// So many points make a smooth curve.
    private static final int CURVE_POINTS = 40;

    private Conclusions() {}

    static List<ScalingEntry> scaling(ComparisonResult result, Questions questions, int cores) {
        return Families.of(result).stream()
                .map(scaling -> scaling(scaling, questions, cores))
                .toList();
    }

    static @Nullable AdviceEntry advice(ComparisonResult result, Questions questions, int cores) {
        return Advice.of(result, questions.within(), questions.goal(), cores)
                .map(Conclusions::advice)
                .orElse(null);
    }

    static @Nullable AdviceEntry advice(LoadResult result, Optional<Goal> goal, int cores) {
        return LoadAdvice.of(result, goal, cores)
                .map(advice ->
                        new AdviceEntry(
                                advice.pool().name(),
                                0,
                                goal.map(Goal::toString).orElse(null),
                                goal.isPresent() ? (Boolean) advice.goalMet() : null,
                                AdviceWords.sentence(advice, result.plan()),
                                AdviceWords.price(advice),
                                Snippets.of(advice.pool().spec(), Double.NaN)))
                .orElse(null);
    }

    static @Nullable BreakEvenEntry breakEven(PoolMeasurement pool) {
        return pool.breakEven().map(found -> breakEven(pool.name(), found)).orElse(null);
    }

    static @Nullable ThreadCostEntry threadCost(ThreadCost cost) {
        return cost.equals(ThreadCost.UNKNOWN)
                ? null
                : new ThreadCostEntry(bytes(cost.platformBytes()), bytes(cost.virtualBytes()));
    }

    private static AdviceEntry advice(Advice advice) {
        return new AdviceEntry(
                advice.pool().name(),
                advice.within(),
                advice.goal().map(Object::toString).orElse(null),
                advice.goal().isPresent() ? (Boolean) advice.goalMet() : null,
                AdviceWords.sentence(advice),
                AdviceWords.price(advice),
                Snippets.of(advice.pool().spec(), advice.computingShare()));
    }

    private static BreakEvenEntry breakEven(String pool, BreakEven found) {
        String words = BreakEvenWords.of(pool, found);
        return switch (found) {
            case BreakEven.Above(double seconds, double low, double high) ->
                    new BreakEvenEntry(false, seconds, low, high, words);
            case BreakEven.Always(double seconds) -> BreakEvenEntry.sure(false, seconds, words);
            case BreakEven.Never _, BreakEven.NotFound _ -> BreakEvenEntry.sure(false, null, words);
            case BreakEven.OneAtATime _ -> BreakEvenEntry.sure(true, null, words);
        };
    }

    private static ScalingEntry scaling(Scaling scaling, Questions questions, int cores) {
        List<Scaling.Prediction> asked =
                questions.sizes().stream().sorted().distinct().map(scaling::predict).toList();
        return new ScalingEntry(
                scaling.family(),
                scaling.points().stream().map(Conclusions::point).toList(),
                scaling.universal() ? "usl" : "amdahl",
                estimate(scaling.contention()),
                scaling.universal() ? estimate(scaling.coherence()) : null,
                estimate(scaling.single()),
                scaling.law().peak().isPresent() ? scaling.law().peak().getAsDouble() : null,
                scaling.holdOut()
                        .map(h ->
                                new ScalingEntry.HoldOut(
                                        h.size(), h.predicted(), h.measured(), h.error()))
                        .orElse(null),
                scaling.limitOn(cores).name().toLowerCase(Locale.ROOT),
                scaling.component().orElse(null),
                curve(scaling, questions.sizes()).stream()
                        .map(size -> prediction(scaling.predict(size)))
                        .toList(),
                asked.stream().map(Conclusions::prediction).toList(),
                ScalingWords.of(scaling, asked, cores));
    }

    /// Sizes from 1 to twice the largest measured, or to the largest asked for.
    private static SortedSet<Integer> curve(Scaling scaling, List<Integer> asked) {
        int largest = Scaling.TRUSTED_RANGE * scaling.largest();
        for (int size : asked) {
            largest = Math.max(largest, size);
        }
        SortedSet<Integer> sizes = new TreeSet<>();
        for (int i = 0; i <= CURVE_POINTS; i++) {
            sizes.add(1 + (int) Math.round((largest - 1) * (double) i / CURVE_POINTS));
        }
        sizes.add(Math.min(largest, Scaling.TRUSTED_RANGE * scaling.largest()));
        return sizes;
    }

    private static ScalingEntry.Point point(Scaling.Point point) {
        return new ScalingEntry.Point(point.pool(), point.size(), estimate(point.estimate()));
    }

    private static ScalingEntry.Prediction prediction(Scaling.Prediction prediction) {
        return new ScalingEntry.Prediction(
                prediction.size(), estimate(prediction.jobsPerSecond()), prediction.extrapolated());
    }

    private static EstimateEntry estimate(Estimate estimate) {
        return new EstimateEntry(estimate.value(), known(estimate.low()), known(estimate.high()));
    }

    private static @Nullable Double known(double figure) {
        return Double.isFinite(figure) ? figure : null;
    }

    private static @Nullable Long bytes(OptionalLong bytes) {
        return bytes.isPresent() ? bytes.getAsLong() : null;
    }
}
