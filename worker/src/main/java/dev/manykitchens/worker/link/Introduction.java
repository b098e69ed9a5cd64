package dev.manykitchens.worker.link;

import java.util.List;
import java.util.Optional;

/// Who the worker says it is.
///
/// @param name what it wants to be called; empty: as the coordinator likes
/// @param nameGiven whether the coordinator gave that name, so that another one does as well
/// @param instance the same on every stream of this process; empty: it never comes back
/// @param threads how many chunks it runs at once
/// @param stoves permits to compute; 0: no limit
/// @param memoryBytes the most that it may use; 0 when unknown
/// @param recipes the names of those that it can run
/// @param holdings what it has; empty: it does not say
public record Introduction(
        String name,
        boolean nameGiven,
        String instance,
        String host,
        long pid,
        int threads,
        int stoves,
        long memoryBytes,
        List<String> recipes,
        Optional<Holdings> holdings) {

    public Introduction {
        recipes = List.copyOf(recipes);
    }
}
