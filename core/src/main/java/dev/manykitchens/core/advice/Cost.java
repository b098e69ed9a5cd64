package dev.manykitchens.core.advice;

import dev.manykitchens.core.pool.PoolSpec;

import java.util.Comparator;

/// What a pool takes of a machine before it has done anything: the fewer the cheaper.
///
/// @param processes worker JVMs and Python processes besides this one
/// @param threads platform threads that run jobs, in all processes; 0 when only the caller's does
public record Cost(int processes, int threads) implements Comparable<Cost> {

    /// Of the caller's own thread.
    public static final Cost NOTHING = new Cost(0, 0);

    private static final Comparator<Cost> CHEAPEST_FIRST =
            Comparator.comparingInt(Cost::processes).thenComparingInt(Cost::threads);

    /// Of a pool.
    ///
    /// @param cores how many threads run at the same instant here: so many carry virtual threads
    static Cost of(PoolSpec spec, int cores) {
        return switch (spec.kind()) {
            case PoolSpec.Kind.Sequential() -> NOTHING;
            case PoolSpec.Kind.Async() -> new Cost(0, 1);
            case PoolSpec.Kind.Threads(int size) -> new Cost(0, size);
            case PoolSpec.Kind.ForkJoin(int size) -> new Cost(0, size);
            case PoolSpec.Kind.Hybrid(int size) -> new Cost(0, size + 1);
            case PoolSpec.Kind.Virtual _ -> new Cost(0, cores);
            case PoolSpec.Kind.Processes(int size, int threads) -> new Cost(size, size * threads);
            case PoolSpec.Kind.PythonAsyncio() -> new Cost(1, 1);
            case PoolSpec.Kind.PythonThreads(int size) -> new Cost(1, size);
            // One more hands out their jobs.
            case PoolSpec.Kind.PythonProcesses(int size) -> new Cost(size + 1, size);
            // They run on machines of their own, whose size nobody here knows.
            case PoolSpec.Kind.Cluster _ -> new Cost(Integer.MAX_VALUE, Integer.MAX_VALUE);
        };
    }

    @Override
    public int compareTo(Cost other) {
        return CHEAPEST_FIRST.compare(this, other);
    }
}
