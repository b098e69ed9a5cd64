package dev.manykitchens.cli;

import dev.manykitchens.core.comparison.ComparisonOptions;
import dev.manykitchens.core.recipe.DurationRange;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.OptionalInt;

/// How often each pool of a comparison is measured, and after how much warming up.
final class RoundOptions {

    @Option(
            names = "--rounds",
            paramLabel = "R",
            description =
                    "How often each pool is measured (default: 10 times, and more until --min-time).")
    private @Nullable Integer rounds;

    @Option(
            names = "--warmup",
            paramLabel = "W",
            description =
                    "How often each pool runs before that, unmeasured (default: until its rounds no longer become faster, at most 10 times).")
    private @Nullable Integer warmUp;

    @Option(
            names = "--min-time",
            paramLabel = "DURATION",
            description =
                    "A pool measured for less gets further rounds, up to 500 (default: 3s, or 0s with --rounds).")
    private @Nullable String minTime;

    @Option(
            names = "--max-time",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description =
                    "A pool measured for so long gets no further rounds after its third (default: ${DEFAULT-VALUE}).")
    private String maxTime = "10s";

    /// How often a pool runs before it is measured; null when nobody said.
    @Nullable Integer warmUp() {
        return warmUp;
    }

    /// The same; empty when nobody said.
    OptionalInt warmUps() {
        return warmUp == null ? OptionalInt.empty() : OptionalInt.of(warmUp);
    }

    /// For a comparison of rounds.
    ///
    /// @throws UserMistakeException when what was typed does not fit together
    ComparisonOptions options(long seed, boolean breakEven) {
        return UserMistakeException.unless(() ->
                new ComparisonOptions(
                        rounds == null ? ComparisonOptions.DEFAULTS.rounds() : rounds,
                        warmUps(),
                        minTime(),
                        maxTime(),
                        seed,
                        breakEven));
    }

    private Duration minTime() {
        String told = minTime;
        if (told == null) {
            Duration usual = rounds == null ? ComparisonOptions.DEFAULTS.minTime() : Duration.ZERO;
            return usual.compareTo(maxTime()) > 0 ? maxTime() : usual;
        }
        return UserMistakeException.unless("--min-time", () -> DurationRange.parseDuration(told));
    }

    private Duration maxTime() {
        return UserMistakeException.unless(
                "--max-time", () -> DurationRange.parseDuration(maxTime));
    }
}
