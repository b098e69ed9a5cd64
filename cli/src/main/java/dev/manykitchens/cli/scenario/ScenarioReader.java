package dev.manykitchens.cli.scenario;

import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.scenario.Arrivals;
import dev.manykitchens.core.scenario.JobBytes;
import dev.manykitchens.core.scenario.JobClass;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.core.scenario.WorkerConditions;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

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
                            "price",
                            "workers",
                            "network",
                            "faults",
                            "startup"));

    /// The name of the class of all jobs, where there is only one.
    static final String ONLY_CLASS = "job";

    private static final long USUAL_SEED = 1;

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
        WorkerConditions workers = new ConditionsReader(distributions).read(keys);
        requireUse(workers, classes);
        List<PoolSpec> pools = keys.find("pools").map(SettingReader::pools).orElse(List.of());
        try {
            return new Scenario(
                    keys.find("name").map(SettingReader::name).orElseGet(this::nameOfFile),
                    keys.find("question").map(SettingReader::question).orElseGet(this::comment),
                    arrivals,
                    jobs,
                    duration,
                    classes,
                    resources,
                    pools,
                    keys.find("seed").map(SettingReader::seed).orElse(USUAL_SEED),
                    keys.find("goal").map(SettingReader::goal),
                    keys.find("price").map(SettingReader::price),
                    workers);
        } catch (ScenarioMistakeException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw keys.find("arrivals").orElse(keys.node()).mistake(String.valueOf(e.getMessage()));
        }
    }

    /// A bandwidth that nothing takes would be no more than words.
    private void requireUse(WorkerConditions workers, List<JobClass> classes) {
        boolean limits =
                workers.network().filter(its -> its.bytesPerSecond().isPresent()).isPresent();
        if (limits && classes.stream().allMatch(each -> each.bytes().equals(JobBytes.NONE))) {
            throw keys.get("network")
                    .mistake(
                            "a network with a bandwidth must have something to carry, no class of jobs sends or returns anything; add such as sends: 200KiB to a class, or remove bandwidth");
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

    private String nameOfFile() {
        String name = ScenarioFiles.nameOf(file);
        if (!SettingReader.isName(name)) {
            throw keys.node()
                    .mistake(
                            "a scenario must have a name of lower case letters, digits and hyphens, \"%s\" is none; add name: coffee-shop"
                                    .formatted(name));
        }
        return name;
    }

    private String comment() {
        return OpeningComment.of(text);
    }
}
