package dev.manykitchens.cli;

import dev.manykitchens.cli.recipes.RecipeJars;
import dev.manykitchens.core.comparison.PoolOpener;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.recipe.Work;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The options about jobs that `run` and `compare` share.
final class JobOptions {

    @Option(
            names = "--work",
            paramLabel = "WORK",
            defaultValue = "own",
            description =
                    "What a job costs: own (the recipe's own steps), none, wait:2s, wait:1s..3s or cpu:50ms (default: ${DEFAULT-VALUE}).")
    private String work = "own";

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "The longest that one attempt of a job may run, such as 500ms or 2m.")
    private @Nullable String timeout;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Fixes everything that is drawn at random (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--time-scale",
            paramLabel = "X",
            defaultValue = "1",
            description =
                    "Multiply every wait and every calibrated amount of CPU work (default: ${DEFAULT-VALUE}).")
    private double timeScale = 1;

    @Option(
            names = "--attempts",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "How often a job is tried when workers die under it (default: ${DEFAULT-VALUE}).")
    private int attempts = 3;

    @Option(
            names = "--prefetch",
            paramLabel = "CHUNKS",
            defaultValue = "1",
            description =
                    "How many chunks of tiny jobs wait at each thread of a worker JVM (default: ${DEFAULT-VALUE}).")
    private int prefetch = 1;

    @Option(
            names = "--recipes",
            paramLabel = "JAR",
            description = "A jar with recipes of your own; may be repeated.")
    private List<Path> recipes = new ArrayList<>();

    long seed() {
        return seed;
    }

    RecipeJars recipeJars() {
        return UserMistakeException.unless(() -> RecipeJars.load(recipes));
    }

    BatchOptions batchOptions() {
        return UserMistakeException.unless(() ->
                new BatchOptions(
                        Work.parse(work),
                        timeScale,
                        seed,
                        Optional.ofNullable(timeout).map(JobOptions::timeout),
                        attempts));
    }

    private static Duration timeout(String text) {
        return UserMistakeException.unless("--timeout", () -> DurationRange.parseDuration(text));
    }

    /// Opens pools with these options. What a pool cannot do ends the command with one line.
    PoolOpener opener(RecipeJars jars) {
        PoolOptions options =
                UserMistakeException.unless(() ->
                        PoolOptions.defaults()
                                .withRecipes(jars.book(), jars.jars())
                                .withPrefetch(prefetch));
        return (spec, events) -> {
            try {
                return Pools.open(spec, options.withEvents(events));
            } catch (IllegalStateException e) {
                throw new RunFailedException(
                        "the pool %s could not be opened: %s".formatted(spec, e.getMessage()), e);
            } catch (IllegalArgumentException e) {
                throw new UserMistakeException(String.valueOf(e.getMessage()), e);
            }
        };
    }
}
