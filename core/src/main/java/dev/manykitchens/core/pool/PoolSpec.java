package dev.manykitchens.core.pool;

import dev.manykitchens.core.control.Change;
import dev.manykitchens.core.stove.StoveSpec;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What kind of pool, how large, and how many of its threads may compute at the same instant: the
/// meaning of `processes:2x4+gil`. [#toString] writes what [#parse] reads.
///
/// @param kind kind and size
/// @param stoves the permits to compute in each process
public record PoolSpec(Kind kind, StoveSpec stoves) {

    /// @throws IllegalArgumentException when a pool of Python is to have stoves: CPython brings its
    ///   own lock; or one of a cluster: its workers have the stoves they were started with
    public PoolSpec {
        if (kind.isPython() && !stoves.equals(StoveSpec.UNLIMITED)) {
            throw new IllegalArgumentException(
                    kind.word()
                            + " takes neither +gil nor +stoves=S, had "
                            + stoves
                            + "; CPython brings its own GIL");
        }
        if (kind instanceof Kind.Cluster && !stoves.equals(StoveSpec.UNLIMITED)) {
            throw new IllegalArgumentException(
                    "cluster takes neither +gil nor +stoves=S, had "
                            + stoves
                            + "; a worker has the stoves it was started with, see kitchen worker --stoves");
        }
    }

    /// The most threads of one process.
    public static final int MOST_THREADS = Change.SetThreads.MOST;

    /// The most virtual threads at once.
    public static final int MOST_VIRTUAL = 1_000_000;

    /// The most workers of a cluster that one pool uses.
    public static final int MOST_WORKERS = 10_000;

    /// The most processes of one pool on one machine.
    public static final int MOST_PROCESSES = 256;

    /// The most pools that one text with lists and ranges may stand for.
    public static final int MOST_POOLS = 1_000;

    /// Kind and size of a pool.
    public sealed interface Kind {

        /// The word in front of the colon.
        String word();

        /// How many jobs can run at once; empty when nothing limits them.
        OptionalInt slots();

        /// Whether jobs run in Python instead of Java.
        default boolean isPython() {
            return false;
        }

        /// The thread of the caller.
        record Sequential() implements Kind {
            @Override
            public String word() {
                return "sequential";
            }

            @Override
            public OptionalInt slots() {
                return OptionalInt.of(1);
            }
        }

        /// A fixed number of platform threads.
        record Threads(int size) implements Kind {
            public Threads {
                requireSize("threads", size, MOST_THREADS);
            }

            @Override
            public String word() {
                return "threads";
            }

            @Override
            public OptionalInt slots() {
                return OptionalInt.of(size);
            }
        }

        /// One virtual thread a job.
        ///
        /// @param limit at most so many at once; empty: as many as the batch has jobs, up to
        ///   [PoolSpec#MOST_VIRTUAL]
        record Virtual(OptionalInt limit) implements Kind {
            public Virtual {
                limit.ifPresent(size -> requireSize("virtual", size, MOST_VIRTUAL));
            }

            @Override
            public String word() {
                return "virtual";
            }

            @Override
            public OptionalInt slots() {
                return limit;
            }
        }

        /// Work stealing.
        record ForkJoin(int size) implements Kind {
            public ForkJoin {
                requireSize("forkjoin", size, MOST_THREADS);
            }

            @Override
            public String word() {
                return "forkjoin";
            }

            @Override
            public OptionalInt slots() {
                return OptionalInt.of(size);
            }
        }

        /// One event-loop thread for everything: waits do not block it, CPU work does.
        record Async() implements Kind {
            @Override
            public String word() {
                return "async";
            }

            @Override
            public OptionalInt slots() {
                return OptionalInt.empty();
            }
        }

        /// An event loop for waits and threads for CPU work.
        record Hybrid(int size) implements Kind {
            public Hybrid {
                requireSize("hybrid", size, MOST_THREADS);
            }

            @Override
            public String word() {
                return "hybrid";
            }

            @Override
            public OptionalInt slots() {
                return OptionalInt.empty();
            }
        }

        /// Worker JVMs spawned on this machine.
        ///
        /// @param size how many JVMs
        /// @param threads how many threads each
        record Processes(int size, int threads) implements Kind {
            public Processes {
                requireSize("processes", size, MOST_WORKERS);
                requireSize("processes: threads in each", threads, MOST_THREADS);
            }

            @Override
            public String word() {
                return "processes";
            }

            @Override
            public OptionalInt slots() {
                return OptionalInt.of(size * threads);
            }
        }

        /// The workers that joined a coordinator.
        ///
        /// @param size how many of them; empty: all that are there
        record Cluster(OptionalInt size) implements Kind {
            public Cluster {
                size.ifPresent(workers -> requireSize("cluster", workers, MOST_WORKERS));
            }

            @Override
            public String word() {
                return "cluster";
            }

            @Override
            public OptionalInt slots() {
                return OptionalInt.empty();
            }
        }

        /// `ThreadPoolExecutor` in one Python process.
        ///
        /// @param size how many threads
        record PythonThreads(int size) implements Kind {
            public PythonThreads {
                requireSize("python-threads", size, MOST_THREADS);
            }

            @Override
            public String word() {
                return "python-threads";
            }

            @Override
            public OptionalInt slots() {
                return OptionalInt.of(size);
            }

            @Override
            public boolean isPython() {
                return true;
            }
        }

        /// `ProcessPoolExecutor`: Python processes, and one that hands out their jobs.
        ///
        /// @param size how many processes run jobs
        record PythonProcesses(int size) implements Kind {
            public PythonProcesses {
                requireSize("python-processes", size, MOST_PROCESSES);
            }

            @Override
            public String word() {
                return "python-processes";
            }

            @Override
            public OptionalInt slots() {
                return OptionalInt.of(size);
            }

            @Override
            public boolean isPython() {
                return true;
            }
        }

        /// One asyncio event loop in one Python process.
        record PythonAsyncio() implements Kind {
            @Override
            public String word() {
                return "python-asyncio";
            }

            @Override
            public OptionalInt slots() {
                return OptionalInt.empty();
            }

            @Override
            public boolean isPython() {
                return true;
            }
        }

        private static void requireSize(String what, int size, int most) {
            if (size < 1 || size > most) {
                throw new IllegalArgumentException(
                        what + " must be from 1 to " + most + ", was " + size);
            }
        }
    }

    /// Reads one spec, such as `threads:4` or `processes:2x4+gil`.
    ///
    /// @throws IllegalArgumentException in one line; also when the text stands for several specs
    public static PoolSpec parse(String text) {
        List<PoolSpec> specs = parseAll(text);
        if (specs.size() != 1) {
            throw new IllegalArgumentException(
                    "one pool is needed here, \"" + text + "\" stands for " + specs.size());
        }
        return specs.getFirst();
    }

    /// Reads a spec whose sizes may be lists and ranges, such as `threads:1,2,4` or
    /// `processes:1..4x2+gil`, and gives every pool it stands for, in the order written.
    ///
    /// @throws IllegalArgumentException in one line: what must hold, what it was, the nearest kind
    public static List<PoolSpec> parseAll(String text) {
        return PoolSpecParser.parseAll(text);
    }

    /// Refuses a pool that can be simulated and is too large to be started on one machine.
    ///
    /// @throws IllegalArgumentException in one line
    public void requireStartable() {
        if (kind instanceof Kind.Processes(int size, int _) && size > MOST_PROCESSES) {
            throw new IllegalArgumentException(
                    "processes must be from 1 to %d to be started on one machine, was %d (in the pool \"%s\"); `kitchen simulate` says what more would do"
                            .formatted(MOST_PROCESSES, size, this));
        }
    }

    /// The same kind of pool with another size: workers of a pool that has processes, and whatever
    /// else has a number; empty for a pool that has none.
    ///
    /// @throws IllegalArgumentException when the size is not from 1 to what the kind can have
    public Optional<PoolSpec> withSize(int size) {
        Optional<Kind> sized =
                switch (kind) {
                    case Kind.Threads _ -> Optional.of(new Kind.Threads(size));
                    case Kind.Virtual _ -> Optional.of(new Kind.Virtual(OptionalInt.of(size)));
                    case Kind.ForkJoin _ -> Optional.of(new Kind.ForkJoin(size));
                    case Kind.Hybrid _ -> Optional.of(new Kind.Hybrid(size));
                    case Kind.Processes(int _, int threads) ->
                            Optional.of(new Kind.Processes(size, threads));
                    case Kind.Sequential _,
                            Kind.Async _,
                            Kind.Cluster _,
                            Kind.PythonThreads _,
                            Kind.PythonProcesses _,
                            Kind.PythonAsyncio _ ->
                            Optional.empty();
                };
        return sized.map(its -> new PoolSpec(its, stoves));
    }

    /// Whether it runs jobs on threads of this JVM that it starts itself.
    public boolean hasThreadsHere() {
        return switch (kind) {
            case Kind.Threads _, Kind.Virtual _, Kind.ForkJoin _, Kind.Hybrid _ -> true;
            case Kind.Sequential _,
                    Kind.Async _,
                    Kind.Processes _,
                    Kind.Cluster _,
                    Kind.PythonThreads _,
                    Kind.PythonProcesses _,
                    Kind.PythonAsyncio _ ->
                    false;
        };
    }

    /// Whether jobs run in other processes than this one.
    public boolean leavesThisJvm() {
        return switch (kind) {
            case Kind.Processes _,
                    Kind.Cluster _,
                    Kind.PythonThreads _,
                    Kind.PythonProcesses _,
                    Kind.PythonAsyncio _ ->
                    true;
            case Kind.Sequential _,
                    Kind.Threads _,
                    Kind.Virtual _,
                    Kind.ForkJoin _,
                    Kind.Async _,
                    Kind.Hybrid _ ->
                    false;
        };
    }

    /// How many threads of it may compute at the same instant on this machine; empty for workers
    /// elsewhere and where the JVM itself keeps them to the cores.
    public OptionalInt computingThreads() {
        return switch (kind) {
            case Kind.Threads(int size) -> OptionalInt.of(withStoves(size));
            case Kind.ForkJoin(int size) -> OptionalInt.of(withStoves(size));
            case Kind.Hybrid(int size) -> OptionalInt.of(withStoves(size));
            case Kind.Processes(int size, int threads) ->
                    OptionalInt.of(size * withStoves(threads));
            case Kind.PythonProcesses(int size) -> OptionalInt.of(size);
            case Kind.Sequential(), Kind.Async(), Kind.PythonThreads _, Kind.PythonAsyncio() ->
                    OptionalInt.of(1);
            case Kind.Virtual _, Kind.Cluster _ -> OptionalInt.empty();
        };
    }

    private int withStoves(int threads) {
        return Math.min(threads, stoves.count().orElse(threads));
    }

    @Override
    public String toString() {
        String size =
                switch (kind) {
                    case Kind.Sequential(), Kind.Async(), Kind.PythonAsyncio() -> "";
                    case Kind.Threads(int n) -> ":" + n;
                    case Kind.Virtual(OptionalInt limit) ->
                            limit.isPresent() ? ":" + limit.getAsInt() : "";
                    case Kind.Cluster(OptionalInt n) -> n.isPresent() ? ":" + n.getAsInt() : "";
                    case Kind.ForkJoin(int n) -> ":" + n;
                    case Kind.Hybrid(int n) -> ":" + n;
                    case Kind.Processes(int n, int t) -> t == 1 ? ":" + n : ":" + n + "x" + t;
                    case Kind.PythonThreads(int n) -> ":" + n;
                    case Kind.PythonProcesses(int n) -> ":" + n;
                };
        return kind.word() + size + stoves;
    }
}
