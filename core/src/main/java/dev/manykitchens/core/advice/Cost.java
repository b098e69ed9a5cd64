package dev.manykitchens.core.advice;

import dev.manykitchens.core.pool.PoolSpec;

import java.util.Comparator;
import java.util.OptionalInt;

/// What a pool takes of a machine before it has done anything: the fewer the cheaper.
///
/// @param processes worker JVMs and Python processes besides this one; above [#ELSEWHERE] for
///   workers of a cluster
/// @param threads platform threads that run jobs, in all processes; 0 when only the caller's does
public record Cost(int processes, int threads) implements Comparable<Cost> {

    /// Of the caller's own thread.
    public static final Cost NOTHING = new Cost(0, 0);

    /// Workers of a cluster cost more than any processes here: somebody must start them, and keep
    /// them. So many processes and one for each of them stand for it.
    private static final int ELSEWHERE = 1_000_000_000;

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
            // All of them is more than any number of them; how many threads each has it says
            // itself.
            case PoolSpec.Kind.Cluster(OptionalInt size) ->
                    new Cost(size.isPresent() ? ELSEWHERE + size.getAsInt() : Integer.MAX_VALUE, 0);
        };
    }

    /// Whether workers of a cluster run the jobs.
    public boolean isElsewhere() {
        return processes > ELSEWHERE;
    }

    /// So many workers of a cluster; empty: all of them.
    public OptionalInt workersElsewhere() {
        return processes == Integer.MAX_VALUE
                ? OptionalInt.empty()
                : OptionalInt.of(processes - ELSEWHERE);
    }

    @Override
    public int compareTo(Cost other) {
        return CHEAPEST_FIRST.compare(this, other);
    }
}
