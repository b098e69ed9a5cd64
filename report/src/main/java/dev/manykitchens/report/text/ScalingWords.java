package dev.manykitchens.report.text;

import dev.manykitchens.core.scaling.Scaling;
import dev.manykitchens.core.statistics.Estimate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// What follows from the sizes of one kind of pool, in sentences without a full stop.
public final class ScalingWords {

    private static final Map<String, String> PARTS =
            Map.of(
                    "encode", "encoding arguments",
                    "wire", "the way to the worker",
                    "stove", "waiting for a stove",
                    "core", "waiting for a core",
                    "cpu", "CPU time itself: cores share caches, memory or a hardware core",
                    "resource", "waiting for a resource",
                    "return", "the way back");

    /// A prediction of the held-out size within this part of the measurement is a good one.
    private static final double GOOD = 0.1;

    /// An interval of a part of the work that is wider than this tells nothing.
    private static final double ANYTHING = 0.6;

    private ScalingWords() {}

    /// The sentences.
    ///
    /// @param predictions for the sizes that were asked for
    /// @param cores how many threads run at the same instant here
    public static List<String> of(
            Scaling scaling, List<Scaling.Prediction> predictions, int cores) {
        List<String> words = new ArrayList<>();
        words.add(law(scaling));
        words.add(limit(scaling, cores));
        scaling.holdOut().ifPresent(holdOut -> words.add(holdOut(scaling, holdOut)));
        predictions.forEach(prediction -> words.add(prediction(scaling, prediction, cores)));
        return words;
    }

    private static String law(Scaling scaling) {
        String sizes =
                scaling.points().stream()
                        .map(point -> Figures.count(point.size()))
                        .collect(Collectors.joining(", "));
        if (scaling.amdahl().high() - scaling.amdahl().low() > ANYTHING) {
            return "`%s` at %s: the rounds differ too much to fit a law; %s of the work may go one by one"
                    .formatted(scaling.family(), sizes, range(scaling.amdahl()));
        }
        String amdahl =
                "by Amdahl's law %s of the work goes one by one".formatted(share(scaling.amdahl()));
        return scaling.universal()
                ? "`%s` at %s: contention σ %s, coherence κ %s%s; %s"
                        .formatted(
                                scaling.family(),
                                sizes,
                                share(scaling.contention()),
                                share(scaling.coherence()),
                                peak(scaling),
                                amdahl)
                : "`%s` at %s: %s".formatted(scaling.family(), sizes, amdahl);
    }

    private static String peak(Scaling scaling) {
        OptionalDouble peak = scaling.law().peak();
        return peak.isPresent() && peak.getAsDouble() < Scaling.MOST_SIZE
                ? ", slower again beyond " + Figures.count(Math.round(peak.getAsDouble()))
                : "";
    }

    private static String limit(Scaling scaling, int cores) {
        String part =
                scaling.component()
                        .map(name ->
                                "; what grew most in a job is " + PARTS.getOrDefault(name, name))
                        .orElse("; no measured part of a job grew with the size");
        return switch (scaling.limitOn(cores)) {
            case CORES ->
                    "`%s` ran out of cores: there are %s, and what grew most in a job is waiting for one"
                            .formatted(scaling.family(), Figures.count(cores));
            case NONE ->
                    "`%s` grows nearly in step with its size up to %s"
                            .formatted(scaling.family(), Figures.count(scaling.largest()));
            case CONTENTION ->
                    scaling.universal()
                            ? "`%s` is limited by contention%s".formatted(scaling.family(), part)
                            : "`%s` does less than its size at %s%s"
                                    .formatted(
                                            scaling.family(),
                                            Figures.count(scaling.largest()),
                                            part);
            case COHERENCE -> "`%s` is limited by coherence%s".formatted(scaling.family(), part);
        };
    }

    private static String holdOut(Scaling scaling, Scaling.HoldOut holdOut) {
        double error = Math.round(100 * holdOut.error());
        String off =
                error == 0
                        ? "as measured"
                        : String.format(
                                Locale.ROOT,
                                "%.0f %% too %s",
                                Math.abs(error),
                                error > 0 ? "high" : "low");
        return "held out, %s:%s was predicted at %s%s and measured at %s: %s%s"
                .formatted(
                        scaling.family(),
                        Figures.count(holdOut.size()),
                        Figures.rate(holdOut.predicted()),
                        holdOut.universal() == scaling.universal()
                                ? ""
                                : " (by Amdahl's law, as the others are too few for this one)",
                        Figures.rate(holdOut.measured()),
                        off,
                        Math.abs(holdOut.error()) > GOOD
                                ? ", so do not trust what the law says about sizes further out"
                                : "");
    }

    private static String prediction(Scaling scaling, Scaling.Prediction prediction, int cores) {
        Estimate jobs = prediction.jobsPerSecond();
        String interval =
                Double.isNaN(jobs.low())
                        ? ""
                        : " (%s to %s)"
                                .formatted(Figures.rate(jobs.low()), Figures.rate(jobs.high()));
        String moreCores =
                prediction.size() > cores
                                && scaling.largest() <= cores
                                && scaling.limitOn(cores) != Scaling.Limit.CORES
                        ? ", if there were a core for each as there was for the sizes measured"
                        : "";
        return "`%s` with %s: %s%s%s%s%s"
                .formatted(
                        scaling.family(),
                        Figures.count(prediction.size()),
                        Figures.rate(jobs.value()),
                        interval,
                        moreCores,
                        scaling.points().size() == 2 ? ", from two sizes only, so a guess" : "",
                        prediction.extrapolated()
                                ? ", extrapolated: more than twice the largest size measured"
                                : "");
    }

    private static String share(Estimate estimate) {
        String value = percent(estimate.value());
        return Double.isNaN(estimate.low())
                ? value
                : "%s (%s to %s)"
                        .formatted(value, percent(estimate.low()), percent(estimate.high()));
    }

    private static String range(Estimate estimate) {
        return "from %s to %s".formatted(percent(estimate.low()), percent(estimate.high()));
    }

    private static String percent(double share) {
        double percent = 100 * share;
        return percent == 0
                ? "0 %"
                : String.format(
                        Locale.ROOT,
                        percent < 0.1 ? "%.1g %%" : percent < 10 ? "%.1f %%" : "%.0f %%",
                        percent);
    }
}
