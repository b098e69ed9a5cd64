package dev.manykitchens.cli;

import dev.manykitchens.cli.dashboard.LiveDashboard;
import dev.manykitchens.cli.host.Host;
import dev.manykitchens.cli.recipes.RecipeJars;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.measurement.PoolOpener;
import dev.manykitchens.core.pool.PoolJournal;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.report.history.RunShelf;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The options about jobs that `run` and `compare` share.
final class JobOptions {

    private static final int USUAL_PREFETCH = 1;

    @Mixin private WorkOptions work = new WorkOptions();

    @Option(
            names = "--prefetch",
            paramLabel = "CHUNKS",
            description =
                    "How many chunks of tiny jobs wait at each thread of a worker JVM that is started here (default: 1); a cluster's coordinator has its own.")
    private @Nullable Integer prefetch;

    @Mixin private WorkerMemoryOption workerMemory = new WorkerMemoryOption();

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Mixin private DashboardOption dashboard = new DashboardOption();

    long seed() {
        return work.seed();
    }

    double timeScale() {
        return work.timeScale();
    }

    RecipeJars recipeJars() {
        return work.recipeJars();
    }

    BatchOptions batchOptions() {
        return work.batchOptions();
    }

    /// The resources that were typed, and these others.
    ///
    /// @throws UserMistakeException when what was typed cannot be read
    Map<String, ResourceSpec> resourcesOver(Map<String, ResourceSpec> others) {
        Map<String, ResourceSpec> all = new HashMap<>(others);
        all.putAll(work.resources());
        return all;
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
        if (work.speculate() && pools.stream().noneMatch(JobOptions::hasWorkers)) {
            throw new UserMistakeException(
                    "--speculate needs workers to run jobs a second time on, processes:N or cluster, was given with %s"
                            .formatted(pools));
        }
    }

    private static boolean hasWorkers(PoolSpec spec) {
        return spec.kind() instanceof PoolSpec.Kind.Processes || ClusterOptions.isCluster(spec);
    }

    /// What pools are opened with, but where to find a cluster.
    PoolOptions poolOptions(RecipeJars jars) {
        PoolOptions options =
                UserMistakeException.unless(() ->
                        new PoolOptions(
                                jars.book(),
                                jars.jars(),
                                work.resources(),
                                EventSink.NONE,
                                prefetch == null ? USUAL_PREFETCH : prefetch,
                                Optional.empty(),
                                work.speculate(),
                                Optional.empty(),
                                List.of(),
                                Optional.empty(),
                                Optional.empty()));
        return workerMemory.addTo(options);
    }

    /// Opens pools with these options. What a pool cannot do ends the command with one line.
    ///
    /// @param pools those that will be opened
    /// @param live shows them
    /// @param journal of the next pool that is opened; empty: it has none
    PoolOpener opener(
            RecipeJars jars,
            List<PoolSpec> pools,
            LiveDashboard live,
            Supplier<Optional<PoolJournal>> journal) {
        return opener(jars, pools, Map.of(), List.of(), live, journal);
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
            RecipeJars jars,
            List<PoolSpec> pools,
            Scenario scenario,
            LiveDashboard live,
            Supplier<Optional<PoolJournal>> journal) {
        return opener(
                jars,
                pools,
                scenario.resources(),
                scenario.workers().speeds(PoolSpec.MOST_PROCESSES),
                live,
                journal);
    }

    private PoolOpener opener(
            RecipeJars jars,
            List<PoolSpec> pools,
            Map<String, ResourceSpec> resources,
            List<Double> speeds,
            LiveDashboard live,
            Supplier<Optional<PoolJournal>> journal) {
        PoolOptions options =
                cluster.addTo(
                        poolOptions(jars)
                                .withResources(resourcesOver(resources))
                                .withWorkerSpeeds(speeds),
                        pools);
        return (spec, events) ->
                opener(journal.get().map(options::withJournal).orElse(options), live)
                        .open(spec, events);
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
