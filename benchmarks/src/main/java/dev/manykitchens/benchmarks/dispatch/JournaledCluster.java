package dev.manykitchens.benchmarks.dispatch;

import dev.manykitchens.benchmarks.raw.PlainJvm;
import dev.manykitchens.cli.KitchenMain;
import dev.manykitchens.coordinator.serve.ServeOptions;
import dev.manykitchens.coordinator.serve.ServedCoordinator;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.pool.CoordinatorAddress;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A coordinator of this JVM with worker JVMs of one thread each, and a client's pool, all over
/// loopback without TLS.
final class JournaledCluster implements AutoCloseable {

    private static final int SECONDS_TO_END = 20;

    private final ServedCoordinator coordinator;
    private final List<Process> workers = new ArrayList<>();
    private final Pool pool;

    private JournaledCluster(ServedCoordinator coordinator, int workers) throws IOException {
        this.coordinator = coordinator;
        Map<String, String> lines = lines(coordinator);
        for (int i = 0; i < workers; i++) {
            ProcessBuilder builder =
                    new PlainJvm(KitchenMain.class, List.of("-XX:+UseSerialGC"))
                            .toProcess("worker", "--threads", "1");
            builder.environment().put("KITCHEN_JOIN", line(lines, "KITCHEN_JOIN"));
            this.workers.add(
                    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start());
        }
        pool =
                Pools.open(
                        PoolSpec.parse("cluster:" + workers),
                        PoolOptions.defaults()
                                .withCoordinator(
                                        new CoordinatorAddress(
                                                line(lines, "KITCHEN_COORDINATOR"),
                                                line(lines, "KITCHEN_TOKEN"),
                                                CoordinatorAddress.Certificates.NONE)));
    }

    /// One with so many workers, all of which have joined.
    ///
    /// @param folder of its own, for tokens
    /// @param data where its journal is; empty: it keeps none
    static JournaledCluster open(Path folder, Optional<Path> data, int workers) throws IOException {
        return new JournaledCluster(serve(folder, data), workers);
    }

    /// A coordinator without workers.
    static ServedCoordinator serve(Path folder, Optional<Path> data) throws IOException {
        return ServedCoordinator.start(
                new ServeOptions(
                        "127.0.0.1:0",
                        Optional.empty(),
                        folder.resolve("state"),
                        data,
                        ServeOptions.Keep.USUAL,
                        CoordinatorAddress.Certificates.NONE,
                        false,
                        true,
                        DispatchOptions.DEFAULTS),
                EventSink.NONE,
                InstantSource.system());
    }

    private static Map<String, String> lines(ServedCoordinator coordinator) {
        Map<String, String> lines = new HashMap<>();
        for (String line : coordinator.lines().variables()) {
            int equals = line.indexOf('=');
            lines.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return lines;
    }

    private static String line(Map<String, String> lines, String name) {
        String line = lines.get(name);
        if (line == null) {
            throw new IllegalStateException("a coordinator must say its " + name + ", did not");
        }
        return line;
    }

    Pool pool() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
        coordinator.close();
        for (Process worker : workers) {
            worker.destroy();
            try {
                if (!worker.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                    worker.destroyForcibly();
                }
            } catch (InterruptedException _) {
                worker.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
