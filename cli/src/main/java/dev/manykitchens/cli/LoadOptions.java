package dev.manykitchens.cli;

import dev.manykitchens.core.load.LoadPlan;
import dev.manykitchens.core.load.Rate;
import dev.manykitchens.core.recipe.DurationRange;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;

/// The options with which `kitchen compare` puts a load on pools instead of running rounds.
final class LoadOptions {

    /// What else may be said about a load; all other options need rounds.
    private static final Set<String> OF_LOADS_TOO =
            Set.of(
                    "--rate",
                    "--report",
                    "--duration",
                    "--pool",
                    "--warmup",
                    "--work",
                    "--timeout",
                    "--goal",
                    "--seed",
                    "--time-scale",
                    "--attempts",
                    "--prefetch",
                    "--speculate",
                    "--coordinator",
                    "--token-file",
                    "--tls-ca",
                    "--tls-cert",
                    "--tls-key",
                    "--recipes",
                    "--resource",
                    "--json",
                    "--export-json");

    @Option(
            names = "--rate",
            paramLabel = "RATE",
            description =
                    "Instead of rounds: jobs come one by one at random, so many a second, a minute or an hour on average, such as 200/s, 12/min or 0.5/s; ARGs over and over.")
    private @Nullable String rate;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            description = "For how long jobs come with --rate (default: 10s).")
    private @Nullable String duration;

    /// Whether a load is wanted.
    ///
    /// @throws UserMistakeException when it is only half described
    boolean isWanted() {
        if (rate == null && duration != null) {
            throw new UserMistakeException(
                    "--duration says for how long jobs come and needs a --rate, such as --rate 200/s");
        }
        return rate != null;
    }

    /// The load that was described.
    ///
    /// @param typed all that was typed
    /// @throws UserMistakeException when it cannot be, or something else was typed that needs
    ///   rounds
    LoadPlan plan(ParseResult typed, @Nullable Integer warmUps, long seed) {
        String wanted = rate;
        if (wanted == null) {
            throw new IllegalStateException("a plan needs a rate, and none was typed");
        }
        requireNoRounds(
                typed,
                Set.of(),
                "with --rate there are none, only one load of --duration for each pool");
        Rate parsed = UserMistakeException.unless("--rate", () -> Rate.parse(wanted));
        Duration length = duration();
        return UserMistakeException.unless(() ->
                new LoadPlan(
                        parsed,
                        length,
                        warmUps == null ? OptionalInt.empty() : OptionalInt.of(warmUps),
                        seed));
    }

    /// Refuses what only rounds can answer.
    ///
    /// @param others options that are fine too
    /// @param why there are no rounds
    static void requireNoRounds(ParseResult typed, Set<String> others, String why) {
        for (OptionSpec option : typed.matchedOptions()) {
            String name = option.longestName();
            boolean isFine =
                    OF_LOADS_TOO.contains(name)
                            || others.contains(name)
                            || (name.equals("--predict")
                                    && PredictOption.areAllPools(option.originalStringValues()));
            if (!isFine) {
                throw new UserMistakeException(
                        "%s needs rounds, and %s; leave it out".formatted(name, why));
            }
        }
    }

    private Duration duration() {
        String told = duration;
        return told == null
                ? LoadPlan.USUAL_DURATION
                : UserMistakeException.unless(
                        "--duration", () -> DurationRange.parseDuration(told));
    }
}
