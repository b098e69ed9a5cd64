package dev.manykitchens.core.resource;

import dev.manykitchens.core.name.Nearest;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// The permits of this process, given out in the order in which they were asked for. Both scopes
/// are the same here: one process shares with itself. Thread-safe.
public final class LocalResources implements ResourceDesk {

    /// The most requests that may wait for one resource.
    public static final int MOST_WAITING = 1_000_000;

    private final Map<String, PermitCounter> counters;

    /// A desk with these resources.
    public LocalResources(Map<String, ResourceSpec> resources, UsageListener listener) {
        this(resources, listener, new WaitGraph());
    }

    /// A desk whose users may also hold and wait for resources of other desks of this process.
    ///
    /// @param graph the one of all these desks
    public LocalResources(
            Map<String, ResourceSpec> resources, UsageListener listener, WaitGraph graph) {
        this(resources, listener, graph, MOST_WAITING, System::nanoTime);
    }

    LocalResources(
            Map<String, ResourceSpec> resources,
            UsageListener listener,
            WaitGraph graph,
            int mostWaiting,
            LongSupplier nanoClock) {
        counters =
                resources.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey,
                                        e ->
                                                new PermitCounter(
                                                        e.getKey(),
                                                        e.getValue().permits(),
                                                        mostWaiting,
                                                        listener,
                                                        graph,
                                                        nanoClock)));
    }

    @Override
    public CompletableFuture<ResourcePermit> request(String name, PermitUser user) {
        PermitCounter counter = counters.get(name);
        if (counter == null) {
            return CompletableFuture.failedFuture(
                    new ResourceRefusedException(
                            "a resource must be one that the pool was opened with, was \""
                                    + name
                                    + "\"; "
                                    + Nearest.suggestion(
                                            name,
                                            counters.keySet(),
                                            "name it when the pool is opened, such as "
                                                    + name
                                                    + "=1")));
        }
        return counter.request(user);
    }

    /// How many requests wait for a resource; 0 for a name that is not known.
    public int waiting(String name) {
        PermitCounter counter = counters.get(name);
        return counter == null ? 0 : counter.waiting();
    }
}
