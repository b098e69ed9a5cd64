package dev.manykitchens.coordinator.spawn;

import dev.manykitchens.core.stove.StoveSpec;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.WorkerSettings;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// Starts worker JVMs that connect to one coordinator.
///
/// @param command how a JVM is started
/// @param coordinator where it is to connect
/// @param token what allows it to
/// @param threads of each
/// @param stoves of each
/// @param speeds how fast they compute, in turn from the first place on; empty: as fast as they can
public record JvmStarter(
        WorkerCommand command,
        InetSocketAddress coordinator,
        Token token,
        int threads,
        StoveSpec stoves,
        List<Double> speeds) {

    public JvmStarter {
        speeds = List.copyOf(speeds);
    }

    /// Starts one.
    ///
    /// @param place which of the pool's workers it is, from 1
    /// @param onExit hears once, on any thread, how it ended
    /// @throws IOException when it cannot be started
    public SpawnedWorker start(String name, int place, Consumer<ExitReport> onExit)
            throws IOException {
        WorkerSettings told =
                new WorkerSettings(
                        coordinator.getHostString(),
                        coordinator.getPort(),
                        token.text(),
                        name,
                        threads,
                        stoves.count().orElse(0),
                        stoves.switchInterval().map(Duration::toNanos).orElse(0L),
                        ProcessHandle.current().pid(),
                        speeds.isEmpty() ? 1 : speeds.get((place - 1) % speeds.size()));
        return WorkerProcess.start(command, told, onExit);
    }

    /// The same without the token.
    @Override
    public String toString() {
        return "worker JVMs of %d threads%s at %s".formatted(threads, stoves, coordinator);
    }
}
