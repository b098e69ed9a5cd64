package dev.manykitchens.report.run;

import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.report.run.AdviceEntry.Snippet;

import java.util.List;
import java.util.OptionalInt;

/// How to get a pool in a program: in Java, in Python, and as containers where it has processes.
final class Snippets {

    /// From this part of the running time on, jobs need cores and not only threads.
    private static final double COMPUTES = 0.5;

    private static final Snippet PYTHON_LOOP =
            python("a loop", "results = [work(i) for i in inputs]");

    private Snippets() {}

    /// Ready to be copied; none for workers on other machines.
    ///
    /// @param computingShare the part of a job's running time in which it computes; NaN when not
    ///   known
    static List<Snippet> of(PoolSpec spec, double computingShare) {
        // In CPython one thread computes at a time, so work that computes needs processes.
        boolean computes = computingShare > COMPUTES;
        return switch (spec.kind()) {
            case PoolSpec.Kind.Sequential() ->
                    List.of(
                            java("a loop", "for (var input : inputs) results.add(work(input));"),
                            PYTHON_LOOP);
            case PoolSpec.Kind.Threads(int size) when size == 1 ->
                    List.of(
                            java(
                                    "one thread beside yours; a loop does as well",
                                    "try (var pool = Executors.newSingleThreadExecutor()) { results = pool.invokeAll(tasks); }"),
                            PYTHON_LOOP);
            case PoolSpec.Kind.Threads(int size) ->
                    List.of(
                            fixedThreads(size),
                            computes ? pythonProcesses(size) : pythonThreads(size));
            case PoolSpec.Kind.ForkJoin(int size) ->
                    List.of(
                            java(
                                    "work stealing",
                                    "try (var pool = new ForkJoinPool(%d)) { results = pool.invokeAll(tasks); }"
                                            .formatted(size)),
                            computes ? pythonProcesses(size) : pythonThreads(size));
            case PoolSpec.Kind.Virtual(OptionalInt limit) ->
                    List.of(
                            limit.isPresent() ? limitedVirtual(limit.getAsInt()) : virtual(),
                            asyncio(limit));
            case PoolSpec.Kind.Async() ->
                    List.of(
                            java(
                                    "an event loop for code that calls back; for code that blocks, virtual threads wait as cheaply",
                                    "try (var pool = Executors.newVirtualThreadPerTaskExecutor()) { results = pool.invokeAll(tasks); }"),
                            asyncio(OptionalInt.empty()));
            case PoolSpec.Kind.Hybrid(int size) ->
                    List.of(
                            java(
                                    "virtual threads wait, %d at a time compute".formatted(size),
                                    """
                                    var cores = new Semaphore(%d); // acquired around what computes
                                    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) { results = pool.invokeAll(tasks); }\
                                    """
                                            .formatted(size)),
                            python(
                                    "asyncio waits, processes compute",
                                    """
                                    with ProcessPoolExecutor(max_workers=%d) as cores:
                                        value = await asyncio.get_running_loop().run_in_executor(cores, compute, data)\
                                    """
                                            .formatted(size)));
            case PoolSpec.Kind.Processes(int size, int threads) -> processes(spec, size, threads);
            case PoolSpec.Kind.PythonThreads(int size) ->
                    List.of(computes ? pythonThreads("threads", size) : pythonThreads(size));
            case PoolSpec.Kind.PythonProcesses(int size) -> List.of(pythonProcesses(size));
            case PoolSpec.Kind.PythonAsyncio() -> List.of(asyncio(OptionalInt.empty()));
            case PoolSpec.Kind.Cluster _ ->
                    List.of(
                            java(
                                    "workers of a coordinator, named by KITCHEN_COORDINATOR and KITCHEN_TOKEN",
                                    "try (var pool = Pools.open(\"%s\")) { results = pool.map(recipe, inputs); }"
                                            .formatted(spec)));
        };
    }

    private static List<Snippet> processes(PoolSpec spec, int size, int threads) {
        return List.of(
                java(
                        "worker JVMs",
                        "try (var pool = Pools.open(\"%s\")) { results = pool.map(recipe, inputs); }"
                                .formatted(spec)),
                new Snippet(
                        "sh",
                        "containers, each a JVM of %d thread%s, of a service of yours that is named worker"
                                .formatted(threads, threads == 1 ? "" : "s"),
                        "docker compose up --scale worker=" + size),
                pythonProcesses(size * threads));
    }

    private static Snippet fixedThreads(int size) {
        return java(
                "platform threads",
                "try (var pool = Executors.newFixedThreadPool(%d)) { results = pool.invokeAll(tasks); }"
                        .formatted(size));
    }

    private static Snippet virtual() {
        return java(
                "virtual threads",
                "try (var pool = Executors.newVirtualThreadPerTaskExecutor()) { results = pool.invokeAll(tasks); }");
    }

    private static Snippet limitedVirtual(int limit) {
        return java(
                "virtual threads, at most %d in the section that must be limited".formatted(limit),
                """
                var permits = new Semaphore(%d); // acquired first and released last by every task
                try (var pool = Executors.newVirtualThreadPerTaskExecutor()) { results = pool.invokeAll(tasks); }\
                """
                        .formatted(limit));
    }

    private static Snippet pythonThreads(int size) {
        return pythonThreads("threads, as the jobs mostly wait", size);
    }

    private static Snippet pythonThreads(String title, int size) {
        return python(
                title,
                "with ThreadPoolExecutor(max_workers=%d) as pool: results = list(pool.map(work, inputs))"
                        .formatted(size));
    }

    private static Snippet pythonProcesses(int size) {
        return python(
                "processes, as one Global Interpreter Lock lets one thread compute at a time",
                "with ProcessPoolExecutor(max_workers=%d) as pool: results = list(pool.map(work, inputs))"
                        .formatted(size));
    }

    private static Snippet asyncio(OptionalInt limit) {
        return limit.isPresent()
                ? python(
                        "asyncio, at most %d at once".formatted(limit.getAsInt()),
                        """
                        permits = asyncio.Semaphore(%d)  # async with permits: in every work()
                        results = await asyncio.gather(*(work(i) for i in inputs))\
                        """
                                .formatted(limit.getAsInt()))
                : python("asyncio", "results = await asyncio.gather(*(work(i) for i in inputs))");
    }

    private static Snippet java(String title, String code) {
        return new Snippet("java", title, code);
    }

    private static Snippet python(String title, String code) {
        return new Snippet("python", title, code);
    }
}
