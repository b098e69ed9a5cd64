package dev.manykitchens.coordinator.link;

import java.util.List;

/// Who a worker says it is, once its token and versions were found good.
///
/// @param wantedName what its owner wants it to be called; empty: no wish
/// @param host host name as the worker knows it
/// @param pid process id on that host
/// @param threads how many chunks it runs at once
/// @param recipes the recipes that it can run
/// @param ourClock whether its times are those of this process's own clock
public record WorkerHello(
        String wantedName,
        String host,
        long pid,
        int threads,
        List<String> recipes,
        boolean ourClock) {

    /// Of a worker whose clock must be aligned.
    public WorkerHello(
            String wantedName, String host, long pid, int threads, List<String> recipes) {
        this(wantedName, host, pid, threads, recipes, false);
    }

    public WorkerHello {
        recipes = List.copyOf(recipes);
        if (threads < 1) {
            throw new IllegalArgumentException(
                    "a worker must have at least 1 thread, has " + threads);
        }
    }
}
