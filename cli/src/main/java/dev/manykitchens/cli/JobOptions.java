package dev.manykitchens.cli;

import dev.manykitchens.cli.dashboard.LiveDashboard;
import dev.manykitchens.cli.host.Host;
import dev.manykitchens.cli.recipes.RecipeJars;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.measurement.PoolOpener;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.report.history.RunShelf;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The options about jobs that `run` and `compare` share.
final class JobOptions {

    private static final Pattern RESOURCE =
            Pattern.compile("(?<name>[^=]+)=(?<permits>[0-9]{1,9})(?<kitchen>:kitchen)?");

    private static final int USUAL_PREFETCH = 1;

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
            names = "--prefetch",
            paramLabel = "CHUNKS",
            description =
                    "How many chunks of tiny jobs wait at each thread of a worker JVM that is started here (default: 1); a cluster's coordinator has its own.")
    private @Nullable Integer prefetch;

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

    @Mixin private WorkerMemoryOption workerMemory = new WorkerMemoryOption();

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Mixin private DashboardOption dashboard = new DashboardOption();

    long seed() {
        return seed;
    }

    double timeScale() {
        return timeScale;
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

    /// The resources that were typed, and these others.
    ///
    /// @throws UserMistakeException when what was typed cannot be read
    Map<String, ResourceSpec> resourcesOver(Map<String, ResourceSpec> others) {
        return UserMistakeException.unless(() -> {
            Map<String, ResourceSpec> all = new HashMap<>(others);
            all.putAll(resources());
            return all;
        });
    }

    private Map<String, ResourceSpec> resources() {
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

    /// The names of the resources that pools will have.
    Set<String> resourceNames(RecipeJars jars) {
        return poolOptions(jars).resources().keySet();
    }

    /// Refuses options that these pools cannot take, and a cluster that nobody has named.
    ///
    /// @throws UserMistakeException naming the option
    void check(List<PoolSpec> pools) {
        cluster.check(pools);
        workerMemory.check(pools);
        boolean elsewhere = pools.stream().allMatch(ClusterOptions::isCluster);
        if (prefetch != null && elsewhere) {
            throw new UserMistakeException(
                    "--prefetch is for worker JVMs that are started here, was given with %s; kitchen coordinator --prefetch sets it for a cluster"
                            .formatted(pools));
        }
        if (speculate && pools.stream().noneMatch(JobOptions::hasWorkers)) {
            throw new UserMistakeException(
                    "--speculate needs workers to run jobs a second time on, processes:N or cluster, was given with %s"
                            .formatted(pools));
        }
    }

    private static boolean hasWorkers(PoolSpec spec) {
        return spec.kind() instanceof PoolSpec.Kind.Processes || ClusterOptions.isCluster(spec);
    }

    private PoolOptions poolOptions(RecipeJars jars) {
        PoolOptions options =
                UserMistakeException.unless(() ->
                        new PoolOptions(
                                jars.book(),
                                jars.jars(),
                                resources(),
                                EventSink.NONE,
                                prefetch == null ? USUAL_PREFETCH : prefetch,
                                Optional.empty(),
                                speculate,
                                Optional.empty(),
                                List.of(),
                                Optional.empty()));
        return workerMemory.addTo(options);
    }

    /// Opens pools with these options. What a pool cannot do ends the command with one line.
    ///
    /// @param pools those that will be opened
    /// @param live shows them
    PoolOpener opener(RecipeJars jars, List<PoolSpec> pools, LiveDashboard live) {
        return opener(jars, pools, Map.of(), List.of(), live);
    }

    /// The dashboard that was asked for, or none.
    ///
    /// @param title what it shows
    /// @param runs past runs that it can show
    LiveDashboard dashboard(Shell shell, String title, Supplier<Host> host, RunShelf runs) {
        return dashboard.open(shell, title, host, runs);
    }

    /// Goes on serving the dashboard, if that is wanted, until the user interrupts.
    void stay(Shell shell, LiveDashboard live) {
        dashboard.stay(shell, live);
    }

    /// The same for pools that have what this scenario has: its resources, unless others were
    /// typed, and its workers.
    PoolOpener opener(
            RecipeJars jars, List<PoolSpec> pools, Scenario scenario, LiveDashboard live) {
        return opener(
                jars,
                pools,
                scenario.resources(),
                scenario.workers().speeds(PoolSpec.MOST_PROCESSES),
                live);
    }

    private PoolOpener opener(
            RecipeJars jars,
            List<PoolSpec> pools,
            Map<String, ResourceSpec> resources,
            List<Double> speeds,
            LiveDashboard live) {
        PoolOptions options =
                cluster.addTo(
                        poolOptions(jars)
                                .withResources(resourcesOver(resources))
                                .withWorkerSpeeds(speeds),
                        pools);
        return opener(options, live);
    }

    /// Opens pools; throws in one line what a pool cannot do.
    ///
    /// @param live shows them
    static PoolOpener opener(PoolOptions options, LiveDashboard live) {
        return (spec, events) -> {
            try {
                return live.open(spec, options, events);
            } catch (IllegalStateException e) {
                throw new RunFailedException(
                        "the pool %s could not be opened: %s".formatted(spec, e.getMessage()), e);
            } catch (IllegalArgumentException e) {
                throw new UserMistakeException(String.valueOf(e.getMessage()), e);
            }
        };
    }
}
