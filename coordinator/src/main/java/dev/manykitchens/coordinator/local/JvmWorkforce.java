package dev.manykitchens.coordinator.local;

import dev.manykitchens.coordinator.link.CoordinatorServer;
import dev.manykitchens.coordinator.link.TransportThread;
import dev.manykitchens.coordinator.link.WorkerListener;
import dev.manykitchens.coordinator.spawn.ExitReport;
import dev.manykitchens.coordinator.spawn.JvmStarter;
import dev.manykitchens.coordinator.spawn.SpawnedWorker;
import dev.manykitchens.coordinator.spawn.WorkerCommand;
import dev.manykitchens.coordinator.spawn.Workforce;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.stove.StoveSpec;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.Trust;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// Worker JVMs, and the port at which they connect over gRPC.
final class JvmWorkforce implements Workforce {

    private final int size;
    private final CoordinatorServer server;
    private final JvmStarter starter;
    private final Duration leaveLimit;
    private final Consumer<ExitReport> witness;

    private JvmWorkforce(
            int size,
            CoordinatorServer server,
            JvmStarter starter,
            Duration leaveLimit,
            Consumer<ExitReport> witness) {
        this.size = size;
        this.server = server;
        this.starter = starter;
        this.leaveLimit = leaveLimit;
        this.witness = witness;
    }

    /// Opens the port. Nobody connects before the first worker is started.
    ///
    /// @param speeds how fast they compute, in turn; empty: as fast as they can
    /// @param thread where they are heard
    /// @param leaveLimit how long one may take to end
    /// @param witness hears how each of them ends
    /// @throws IllegalStateException when no port can be had, in one line
    static JvmWorkforce open(
            WorkerCommand command,
            PoolSpec.Kind.Processes kind,
            StoveSpec stoves,
            List<Double> speeds,
            TransportThread thread,
            Duration leaveLimit,
            Consumer<ExitReport> witness,
            WorkerListener listener) {
        String secret = Token.newSecret();
        try {
            CoordinatorServer server = CoordinatorServer.onLoopback(secret, listener, thread);
            return new JvmWorkforce(
                    kind.size(),
                    server,
                    new JvmStarter(
                            command,
                            server.address(),
                            new Token(Role.WORKER, secret, new Trust.Nobody()),
                            kind.threads(),
                            stoves,
                            speeds),
                    leaveLimit,
                    witness);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "a pool of worker JVMs needs a port on 127.0.0.1, none could be had: "
                            + e.getMessage(),
                    e);
        }
    }

    @Override
    public String plural() {
        return "worker JVMs";
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public SpawnedWorker start(String worker, int place, Consumer<ExitReport> onExit)
            throws IOException {
        return starter.start(worker, place, witness.andThen(onExit));
    }

    @Override
    public Duration leaveLimit() {
        return leaveLimit;
    }

    /// Worker JVMs run whatever their recipes can do.
    @Override
    public void requireRunnable(Recipe recipe) {}

    @Override
    public void close() {
        server.close();
    }
}
