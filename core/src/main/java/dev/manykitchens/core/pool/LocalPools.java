package dev.manykitchens.core.pool;

import dev.manykitchens.core.attempt.RunEnvironment;
import dev.manykitchens.core.engine.Engine;
import dev.manykitchens.core.engine.Engines;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.resource.LocalResources;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.OptionalInt;

/// Opens the pools inside this JVM.
final class LocalPools {

    private LocalPools() {}

    static Pool open(PoolSpec spec, PoolOptions options) {
        return open(spec, options, RunEnvironment.GRACE);
    }

    /// @param grace how long a job that was told to stop may go on before its thread is given up
    static Pool open(PoolSpec spec, PoolOptions options, Duration grace) {
        long begun = System.nanoTime();
        EventSink sink = Guarded.sink(options.events());
        LocalResources resources =
                new LocalResources(
                        options.resources(),
                        (resource, waited, held, permits) ->
                                sink.accept(
                                        new RunEvent.ResourceUsed(
                                                System.nanoTime(),
                                                resource,
                                                waited,
                                                held,
                                                permits)));
        String name = spec.toString();
        RunEnvironment environment = RunEnvironment.open(name, spec.stoves(), resources, grace);
        LocalPool pool =
                new LocalPool(
                        spec,
                        options.recipes(),
                        sink,
                        environment,
                        engine(spec.kind(), name, environment),
                        origin(),
                        options.progressEvery());
        pool.announce(begun);
        return pool;
    }

    private static Engine engine(PoolSpec.Kind kind, String name, RunEnvironment environment) {
        return switch (kind) {
            case PoolSpec.Kind.Sequential() -> Engines.sequential(name, environment);
            case PoolSpec.Kind.Threads(int size) -> Engines.threads(name, environment, size);
            case PoolSpec.Kind.Virtual(OptionalInt limit) ->
                    Engines.virtual(name, environment, limit.orElse(PoolSpec.MOST_VIRTUAL));
            case PoolSpec.Kind.ForkJoin(int size) -> Engines.forkJoin(name, environment, size);
            case PoolSpec.Kind.Async() -> Engines.async(name, environment, PoolSpec.MOST_VIRTUAL);
            case PoolSpec.Kind.Hybrid(int size) ->
                    Engines.hybrid(name, environment, size, PoolSpec.MOST_VIRTUAL);
            case PoolSpec.Kind.Processes _,
                    PoolSpec.Kind.Cluster _,
                    PoolSpec.Kind.PythonThreads _,
                    PoolSpec.Kind.PythonProcesses _,
                    PoolSpec.Kind.PythonAsyncio _ ->
                    throw new IllegalArgumentException(
                            "a pool inside this JVM must not leave it, was " + kind.word());
        };
    }

    private static Origin origin() {
        return new Origin(LocalPool.WORKER, hostName(), ProcessHandle.current().pid(), 1);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost";
        }
    }
}
