package dev.manykitchens.cli;

import dev.manykitchens.cli.recipes.RecipeJars;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.resource.ResourceSpec;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The options about jobs that are the same wherever they run.
final class WorkOptions {

    private static final Pattern RESOURCE =
            Pattern.compile("(?<name>[^=]+)=(?<permits>[0-9]{1,9})(?<kitchen>:kitchen)?");

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
                    "Multiply every wait and every calibrated amount of CPU work, and of a scenario also arrivals, deadlines and its goal (default: ${DEFAULT-VALUE}).")
    private double timeScale = 1;

    @Option(
            names = "--attempts",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "How often a job is tried when workers die under it (default: ${DEFAULT-VALUE}).")
    private int attempts = 3;

    @Option(
            names = "--speculate",
            description =
                    "Let the slowest jobs at the end run a second time, on another worker: the first result counts. Only for recipes that may run twice.")
    private boolean speculate;

    @Option(
            names = "--recipes",
            paramLabel = "JAR",
            description = "A jar with recipes of your own; may be repeated.")
    private List<Path> recipes = new ArrayList<>();

    @Option(
            names = "--resource",
            paramLabel = "NAME=PERMITS",
            description =
                    "How many permits a named resource has, such as espresso-machine=2; shared by all processes, or in each with espresso-machine=2:kitchen. May be repeated.")
    private List<String> resources = new ArrayList<>();

    long seed() {
        return seed;
    }

    double timeScale() {
        return timeScale;
    }

    boolean speculate() {
        return speculate;
    }

    /// The recipes that are known here.
    RecipeJars recipeJars() {
        return UserMistakeException.unless(() -> RecipeJars.load(recipes));
    }

    BatchOptions batchOptions() {
        return UserMistakeException.unless(() ->
                new BatchOptions(
                        Work.parse(work),
                        timeScale,
                        seed,
                        Optional.ofNullable(timeout).map(WorkOptions::timeout),
                        attempts));
    }

    /// The resources that were typed.
    ///
    /// @throws UserMistakeException when what was typed cannot be read
    Map<String, ResourceSpec> resources() {
        return UserMistakeException.unless(this::readResources);
    }

    private Map<String, ResourceSpec> readResources() {
        Map<String, ResourceSpec> named = new HashMap<>();
        for (String text : resources) {
            Matcher matcher = RESOURCE.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "--resource must be NAME=PERMITS or NAME=PERMITS:kitchen, was \""
                                + text
                                + "\"");
            }
            int permits = Integer.parseInt(matcher.group("permits"));
            ResourceSpec spec =
                    matcher.group("kitchen") == null
                            ? ResourceSpec.shared(permits)
                            : ResourceSpec.inEachKitchen(permits);
            if (named.put(matcher.group("name"), spec) != null) {
                throw new IllegalArgumentException(
                        "--resource must name a resource once, named %s again with \"%s\""
                                .formatted(matcher.group("name"), text));
            }
        }
        return named;
    }

    private static Duration timeout(String text) {
        return UserMistakeException.unless("--timeout", () -> DurationRange.parseDuration(text));
    }
}
