package dev.manykitchens.cli;

import dev.manykitchens.core.advice.Advice;
import dev.manykitchens.core.advice.Goal;
import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.report.run.Questions;
import dev.manykitchens.report.text.Figures;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a comparison should answer beyond its table.
final class QuestionOptions {

    @Option(
            names = "--predict",
            paramLabel = "SIZES",
            split = ",",
            description =
                    "Also predict these sizes, as in 8,16,64, for every kind of pool of which two sizes or more are measured.")
    private List<Integer> sizes = new ArrayList<>();

    @Option(
            names = "--within",
            paramLabel = "PERCENT",
            defaultValue = "5%",
            description =
                    "Advise the pool that costs least of those that are at most so much slower than the fastest (default: ${DEFAULT-VALUE}).")
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
        String told = goal;
        Optional<Goal> limit =
                told == null
                        ? Optional.empty()
                        : Optional.of(UserMistakeException.unless(() -> Goal.parse(told)));
        return UserMistakeException.unless(() -> new Questions(share(), limit, sizes));
    }

    boolean wantsBreakEven() {
        return !noBreakEven;
    }

    /// Whether the pool that should be the best takes part.
    ///
    /// @throws UserMistakeException when it does not
    void check(List<PoolSpec> pools) {
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
                                        "`%s` is not among the best: it cannot be judged, see the notes"
                                                .formatted(name)));
    }

    private static PoolSpec bestPool(String text) {
        return UserMistakeException.unless("--fail-unless-best", () -> PoolSpec.parse(text));
    }

    private double share() {
        String number = within.strip();
        if (number.endsWith("%")) {
            number = number.substring(0, number.length() - 1).strip();
        }
        try {
            return Double.parseDouble(number) / 100;
        } catch (NumberFormatException e) {
            throw new UserMistakeException(
                    "--within must be a number of percent, as in 5%%, was \"%s\""
                            .formatted(within));
        }
    }
}
