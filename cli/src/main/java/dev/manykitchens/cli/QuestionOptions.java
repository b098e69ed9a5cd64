package dev.manykitchens.cli;

import dev.manykitchens.core.advice.Advice;
import dev.manykitchens.core.advice.Goal;
import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.scaling.Families;
import dev.manykitchens.report.run.Questions;
import dev.manykitchens.report.text.Figures;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.Optional;

/// What a comparison should answer beyond its table.
final class QuestionOptions {

    @Mixin private PredictOption predict = new PredictOption();

    @Option(
            names = "--within",
            paramLabel = "PERCENT",
            defaultValue = "5%",
            description =
                    "Advise the pool that costs least of those that were not shown to be more than so much slower than the fastest (default: ${DEFAULT-VALUE}).")
    private String within = "5%";

    @Option(
            names = "--goal",
            paramLabel = "GOAL",
            description =
                    "Advise only pools that keep this limit for response times: p50, p90, p99, mean or max below a duration, as in 'p99<100ms'.")
    private @Nullable String goal;

    @Option(
            names = "--fail-unless-best",
            paramLabel = "POOL",
            description =
                    "Exit with 1 if another pool was shown to be faster than this one, by more than --within.")
    private @Nullable String best;

    @Option(
            names = "--no-break-even",
            description =
                    "Do not look for the size of job from which on each pool pays off, which takes some seconds a pool.")
    private boolean noBreakEven;

    /// @throws UserMistakeException when an option cannot be read
    Questions questions() {
        return questions(Optional.empty());
    }

    /// The same, with a goal for when none was typed.
    Questions questions(Optional<Goal> usual) {
        String told = goal;
        Optional<Goal> limit =
                told == null
                        ? usual
                        : Optional.of(UserMistakeException.unless(() -> Goal.parse(told)));
        return UserMistakeException.unless(() -> new Questions(share(), limit, predict.sizes()));
    }

    PredictOption predict() {
        return predict;
    }

    boolean wantsBreakEven() {
        return !noBreakEven;
    }

    /// Whether what is asked can be answered from these pools.
    ///
    /// @throws UserMistakeException when the pool that should be the best takes no part, or sizes
    ///   are to be predicted from no two others
    void check(List<PoolSpec> pools) {
        if (!predict.sizes().isEmpty() && !Families.canBeFitted(pools)) {
            throw new UserMistakeException(
                    "--predict needs two sizes or more of one kind of pool, were %s; name some, as in -p threads:1,2,4"
                            .formatted(pools));
        }
        if (best != null && !pools.contains(bestPool(best))) {
            throw new UserMistakeException(
                    "--fail-unless-best must name one of the pools compared, was %s; add -p %s"
                            .formatted(best, best));
        }
    }

    /// Why the pool that should be the best is not, if it is not.
    Optional<String> complaint(ComparisonResult result) {
        if (best == null) {
            return Optional.empty();
        }
        String name = bestPool(best).toString();
        return Advice.betterThan(name, result, share())
                .map(better ->
                        better.pool()
                                .map(faster ->
                                        "`%s` is not among the best: `%s` ran %s times faster (%s to %s), which is more than --within %s"
                                                .formatted(
                                                        name,
                                                        faster,
                                                        Figures.ratio(better.ratio().ratio()),
                                                        Figures.ratio(better.ratio().low()),
                                                        Figures.ratio(better.ratio().high()),
                                                        within))
                                .orElse(
                                        "`%s` is not among the best: it cannot be judged, as jobs failed or it has fewer than 3 rounds"
                                                .formatted(name)));
    }

    private static PoolSpec bestPool(String text) {
        return UserMistakeException.unless("--fail-unless-best", () -> PoolSpec.parse(text));
    }

    private double share() {
        return Percent.part("--within", within);
    }
}
