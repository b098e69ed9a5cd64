package dev.manykitchens.core.pool;

import dev.manykitchens.core.control.Change;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.resource.ResourceSpec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a pool is opened with, beside its spec.
///
/// @param recipes the recipes that can be named
/// @param recipeJars jars that worker JVMs need on their class path for those recipes
/// @param resources the named resources that steps may use: those given here and, unless they are,
///   those that the recipes bring; another name is an error
/// @param events hears what happens
/// @param prefetch how many chunks of tiny jobs wait at each thread of a worker to hide the round
///   trip; long jobs are never prefetched
/// @param coordinator where the pool `cluster` finds its workers; empty: as the environment says,
///   `KITCHEN_COORDINATOR` and `KITCHEN_TOKEN`
/// @param speculate whether the slowest jobs at the end of a batch may run a second time, on
///   another worker; the first result counts
/// @param workerHeap the most heap of each worker JVM that is started here; empty: its share of six
///   tenths of this machine's memory
/// @param workerSpeeds how fast worker JVMs that are started here compute calibrated work, each
///   above 0, in turn from the first on; empty: as fast as they can
/// @param progressEvery how often events tell which jobs are in progress, at least 20 ms; empty:
///   never, which costs least
/// @param journal where worker JVMs that are started here have what their jobs came to written
///   down; empty: nowhere
public record PoolOptions(
        RecipeBook recipes,
        List<Path> recipeJars,
        Map<String, ResourceSpec> resources,
        EventSink events,
        int prefetch,
        Optional<CoordinatorAddress> coordinator,
        boolean speculate,
        Optional<HeapLimit> workerHeap,
        List<Double> workerSpeeds,
        Optional<Duration> progressEvery,
        Optional<PoolJournal> journal) {

    /// The most chunks that may wait at each thread of a worker.
    public static final int MOST_PREFETCH = Change.SetPrefetch.MOST;

    private static final Duration SHORTEST_PROGRESS = Duration.ofMillis(20);

    public PoolOptions {
        recipeJars = List.copyOf(recipeJars);
        workerSpeeds = List.copyOf(workerSpeeds);
        for (double speed : workerSpeeds) {
            if (!(speed > 0)) {
                throw new IllegalArgumentException(
                        "the speed of a worker must be above 0, was " + speed);
            }
        }
        if (progressEvery.isPresent() && progressEvery.get().compareTo(SHORTEST_PROGRESS) < 0) {
            throw new IllegalArgumentException(
                    "progress may be told every %d ms at most, was %s"
                            .formatted(SHORTEST_PROGRESS.toMillis(), progressEvery.get()));
        }
        Map<String, ResourceSpec> named = new HashMap<>(recipes.resources());
        named.putAll(resources);
        resources = Map.copyOf(named);
        if (prefetch < 0 || prefetch > MOST_PREFETCH) {
            throw new IllegalArgumentException(
                    "prefetch must be from 0 to " + MOST_PREFETCH + ", was " + prefetch);
        }
    }

    /// The recipes on the class path, the resources they bring, nobody listening, one chunk
    /// waiting.
    public static PoolOptions defaults() {
        return new PoolOptions(
                RecipeBook.load(PoolOptions.class.getClassLoader()),
                List.of(),
                Map.of(),
                EventSink.NONE,
                1,
                Optional.empty(),
                false,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /// The same options with another sink.
    public PoolOptions withEvents(EventSink sink) {
        return new PoolOptions(
                recipes,
                recipeJars,
                resources,
                sink,
                prefetch,
                coordinator,
                speculate,
                workerHeap,
                workerSpeeds,
                progressEvery,
                journal);
    }

    /// The same options with other resources.
    public PoolOptions withResources(Map<String, ResourceSpec> named) {
        return new PoolOptions(
                recipes,
                recipeJars,
                named,
                events,
                prefetch,
                coordinator,
                speculate,
                workerHeap,
                workerSpeeds,
                progressEvery,
                journal);
    }

    /// The same options with other recipes and the jars they came from.
    public PoolOptions withRecipes(RecipeBook book, List<Path> jars) {
        return new PoolOptions(
                book,
                jars,
                resources,
                events,
                prefetch,
                coordinator,
                speculate,
                workerHeap,
                workerSpeeds,
                progressEvery,
                journal);
    }

    /// The same options with another prefetch.
    public PoolOptions withPrefetch(int chunks) {
        return new PoolOptions(
                recipes,
                recipeJars,
                resources,
                events,
                chunks,
                coordinator,
                speculate,
                workerHeap,
                workerSpeeds,
                progressEvery,
                journal);
    }

    /// The same options with another coordinator.
    public PoolOptions withCoordinator(CoordinatorAddress address) {
        return new PoolOptions(
                recipes,
                recipeJars,
                resources,
                events,
                prefetch,
                Optional.of(address),
                speculate,
                workerHeap,
                workerSpeeds,
                progressEvery,
                journal);
    }

    /// The same options with or without second copies of slow jobs.
    public PoolOptions withSpeculation(boolean copies) {
        return new PoolOptions(
                recipes,
                recipeJars,
                resources,
                events,
                prefetch,
                coordinator,
                copies,
                workerHeap,
                workerSpeeds,
                progressEvery,
                journal);
    }

    /// The same options with another bound of the heap of worker JVMs.
    public PoolOptions withWorkerHeap(HeapLimit most) {
        return new PoolOptions(
                recipes,
                recipeJars,
                resources,
                events,
                prefetch,
                coordinator,
                speculate,
                Optional.of(most),
                workerSpeeds,
                progressEvery,
                journal);
    }

    /// The same options with other speeds of worker JVMs.
    public PoolOptions withWorkerSpeeds(List<Double> speeds) {
        return new PoolOptions(
                recipes,
                recipeJars,
                resources,
                events,
                prefetch,
                coordinator,
                speculate,
                workerHeap,
                speeds,
                progressEvery,
                journal);
    }

    /// The same options with events that tell which jobs are in progress.
    public PoolOptions withProgress(Duration every) {
        return new PoolOptions(
                recipes,
                recipeJars,
                resources,
                events,
                prefetch,
                coordinator,
                speculate,
                workerHeap,
                workerSpeeds,
                Optional.of(every),
                journal);
    }

    /// The same options with a journal.
    public PoolOptions withJournal(PoolJournal kept) {
        return new PoolOptions(
                recipes,
                recipeJars,
                resources,
                events,
                prefetch,
                coordinator,
                speculate,
                workerHeap,
                workerSpeeds,
                progressEvery,
                Optional.of(kept));
    }
}
