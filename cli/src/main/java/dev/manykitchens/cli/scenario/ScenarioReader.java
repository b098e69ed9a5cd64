package dev.manykitchens.cli.scenario;

import dev.manykitchens.core.advice.Goal;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.scenario.Arrivals;
import dev.manykitchens.core.scenario.JobClass;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.report.text.OneLine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a scenario that somebody wrote. Whatever is wrong is one sentence that begins with the
/// file and the line in it.
public final class ScenarioReader {

    static final Keys KEYS =
            new Keys(
                    "a key of a scenario",
                    List.of(
                            "name",
                            "question",
                            "jobs",
                            "duration",
                            "arrivals",
                            "resources",
                            "steps",
                            "classes",
                            "pools",
                            "seed",
                            "goal",
                            "price"));

    /// The name of the class of all jobs, where there is only one.
    static final String ONLY_CLASS = "job";

    private static final long USUAL_SEED = 1;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,99}");
    private static final Pattern SEED = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern PRICE =
            Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)\\s*/\\s*h");
    private static final Pattern ONLY_SIZES = Pattern.compile("[0-9.x]+");

    private final Path file;
    private final String text;
    private final RecipeBook book;
    private final YamlMap keys;

    private ScenarioReader(Path file, String text, RecipeBook book) {
        this.file = file;
        this.text = text;
        this.book = book;
        this.keys =
                YamlDocument.read(text, file.toString())
                        .map("a scenario must be keys with values, such as jobs: 60", KEYS);
    }

    /// Reads a file and the files that it names.
    ///
    /// @param book where the recipes that it computes are found
    /// @throws IllegalArgumentException in one line: file, line, what must hold, what it was, what
    ///   to do
    public static Scenario read(Path file, RecipeBook book) {
        return read(TextFile.read(file), file, book);
    }

    /// Reads a text.
    ///
    /// @param file whose text it is: named by mistakes, and the folder of the files that it names
    /// @param book where the recipes that it computes are found
    /// @throws IllegalArgumentException in one line: file, line, what must hold, what it was, what
    ///   to do
    public static Scenario read(String yaml, Path file, RecipeBook book) {
        return new ScenarioReader(file, yaml, book).scenario();
    }

    private Scenario scenario() {
        DistributionReader distributions =
                new DistributionReader(Optional.ofNullable(file.getParent()).orElse(Path.of("")));
        Map<String, ResourceSpec> resources =
                keys.find("resources").map(ResourceReader::read).orElse(Map.of());
        Arrivals arrivals =
                keys.find("arrivals")
                        .map(new ArrivalsReader(distributions)::read)
                        .orElse(new Arrivals.AllAtOnce());
        OptionalInt jobs = jobs(arrivals);
        Optional<Duration> duration = duration();
        List<JobClass> classes = classes(new StepReader(distributions, resources.keySet(), book));
        List<PoolSpec> pools = keys.find("pools").map(ScenarioReader::pools).orElse(List.of());
        try {
            return new Scenario(
                    keys.find("name").map(ScenarioReader::name).orElseGet(this::nameOfFile),
                    keys.find("question").map(ScenarioReader::question).orElseGet(this::comment),
                    arrivals,
                    jobs,
                    duration,
                    classes,
                    resources,
                    pools,
                    keys.find("seed").map(ScenarioReader::seed).orElse(USUAL_SEED),
                    keys.find("goal").map(ScenarioReader::goal),
                    keys.find("price").map(ScenarioReader::price));
        } catch (ScenarioMistakeException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw keys.find("arrivals").orElse(keys.node()).mistake(String.valueOf(e.getMessage()));
        }
    }

    private OptionalInt jobs(Arrivals arrivals) {
        if (!keys.has("jobs")) {
            return OptionalInt.empty();
        }
        int jobs = keys.get("jobs").count("jobs", Scenario.MOST_JOBS);
        if (arrivals instanceof Arrivals.Trace trace && jobs > trace.nanos().length) {
            throw keys.get("jobs")
                    .mistake(
                            "jobs must be at most as many as the trace has, %d, were %d"
                                    .formatted(trace.nanos().length, jobs));
        }
        return OptionalInt.of(jobs);
    }

    private Optional<Duration> duration() {
        Optional<Duration> duration =
                keys.find("duration")
                        .map(node -> ClassReader.positive(node, "the duration of a scenario"));
        if (duration.isPresent() && keys.has("jobs")) {
            throw keys.get("duration")
                    .mistake(
                            "a scenario must say how many jobs come or for how long, said both; remove jobs or duration");
        }
        return duration;
    }

    private List<JobClass> classes(StepReader steps) {
        if (keys.has("steps") == keys.has("classes")) {
            throw keys.find("classes")
                    .orElse(keys.node())
                    .mistake(
                            "a scenario must have steps, which all jobs do, or classes with steps of their own, had "
                                    + (keys.has("steps")
                                            ? "both"
                                            : "neither; add steps: [{cpu: 20ms}]"));
        }
        return keys.has("classes")
                ? new ClassReader(steps).read(keys.get("classes"))
                : List.of(
                        new JobClass(
                                ONLY_CLASS, 1, steps.read(keys.get("steps")), Optional.empty()));
    }

    private static List<PoolSpec> pools(YamlNode list) {
        List<PoolSpec> pools = new ArrayList<>();
        for (YamlNode item : list.items("pools must be a list such as [sequential, async]")) {
            String text = item.text("a pool must be a text such as threads:4");
            if (ONLY_SIZES.matcher(text).matches()) {
                throw item.mistake(
                        "a pool must be a kind with its size, such as threads:4, was \"%s\"; sizes with a comma between them need quotes, \"threads:1,2\""
                                .formatted(text));
            }
            pools.addAll(item.read("a pool", PoolSpec::parseAll));
            if (pools.size() > PoolSpec.MOST_POOLS) {
                throw item.mistake(
                        "a scenario must have at most %d pools, had more"
                                .formatted(PoolSpec.MOST_POOLS));
            }
        }
        return pools;
    }

    private static String name(YamlNode node) {
        String what =
                "the name of a scenario must be lower case letters, digits and hyphens, such as coffee-shop";
        String name = node.text(what);
        if (!NAME.matcher(name).matches()) {
            throw node.mistake(what + ", was " + node.was());
        }
        return name;
    }

    private String nameOfFile() {
        String name = ScenarioFiles.nameOf(file);
        if (!NAME.matcher(name).matches()) {
            throw keys.node()
                    .mistake(
                            "a scenario must have a name of lower case letters, digits and hyphens, \"%s\" is none; add name: coffee-shop"
                                    .formatted(name));
        }
        return name;
    }

    private static String question(YamlNode node) {
        return OneLine.of(node.text("a question must be a text"));
    }

    private String comment() {
        return OpeningComment.of(text);
    }

    private static long seed(YamlNode node) {
        String what = "a seed must be a whole number of at most 18 digits";
        String seed = node.text(what);
        if (!SEED.matcher(seed).matches()) {
            throw node.mistake(what + ", was " + node.was());
        }
        return Long.parseLong(seed);
    }

    private static Goal goal(YamlNode node) {
        return node.read("a goal must be a text such as p99<100ms", Goal::parse);
    }

    private static double price(YamlNode node) {
        String what = "a price must be what a worker costs an hour, such as 0.05/h";
        Matcher price = PRICE.matcher(node.text(what));
        if (!price.matches()) {
            throw node.mistake(what + ", was " + node.was());
        }
        return Double.parseDouble(price.group(1));
    }
}
