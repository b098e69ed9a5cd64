package dev.manykitchens.cli;

import dev.manykitchens.core.advice.Goal;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.scenario.Scenario;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.Optional;

/// What `kitchen simulate` should look for.
final class SizingOptions {

    private static final int USUAL_MOST = 1000;

    @Option(
            names = "--goal",
            paramLabel = "GOAL",
            description =
                    "A limit for response times: p50, p90, p99, mean or max below a duration, as in 'p99<100ms' (default: the scenario's). Exit with 1 when it was given here and no pool keeps it.")
    private @Nullable String goal;

    @Option(
            names = "--min",
            paramLabel = "workers",
            description =
                    "Look for the smallest size of each pool that keeps the goal, in workers or threads, whatever the pool has; the word is always workers.")
    private @Nullable String min;

    @Option(
            names = "--max-size",
            paramLabel = "N",
            description = "The largest size that --min tries (default: 1000).")
    private @Nullable Integer most;

    /// The goal that was typed, or the scenario's.
    ///
    /// @throws UserMistakeException when it is none
    Optional<Goal> goal(Scenario scenario) {
        String typed = goal;
        return typed == null
                ? scenario.goal()
                : Optional.of(UserMistakeException.unless("--goal", () -> Goal.parse(typed)));
    }

    /// The largest size to try.
    int most() {
        Integer typed = most;
        return typed == null ? USUAL_MOST : typed;
    }

    /// The goal that was asked for with `--goal`: one that must be kept, unlike the scenario's,
    /// which is only held against what comes out.
    boolean isGoalTyped() {
        return goal != null;
    }

    /// Whether a smallest size is looked for.
    ///
    /// @throws UserMistakeException when there is no goal for it, or no such thing to look for
    boolean isWanted(Scenario scenario) {
        String what = min;
        if (what == null) {
            if (most != null) {
                throw new UserMistakeException(
                        "--max-size needs --min workers, whose search it limits; add that, or leave --max-size out");
            }
            return false;
        }
        if (!what.equals("workers")) {
            throw new UserMistakeException(
                    "--min must be workers, which is the size of any pool, was \"" + what + "\"");
        }
        if (goal(scenario).isEmpty()) {
            throw new UserMistakeException(
                    "--min workers needs a goal to keep, such as --goal 'p99<100ms'");
        }
        if (most() < 1 || most() > PoolSpec.MOST_WORKERS) {
            throw new UserMistakeException(
                    "--max-size must be from 1 to %d, was %d"
                            .formatted(PoolSpec.MOST_WORKERS, most()));
        }
        return true;
    }
}
