package dev.manykitchens.coordinator.serve;

import dev.manykitchens.coordinator.link.CoordinatorServer;
import dev.manykitchens.coordinator.membership.Membership;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

/// What listens where a coordinator would, as long as another one leads: whoever comes is told so,
/// and looks there. Thread-safe.
public final class StandbyCoordinator implements AutoCloseable {

    private final CoordinatorServer server;

    private StandbyCoordinator(CoordinatorServer server) {
        this.server = server;
    }

    /// Listens.
    ///
    /// @param premises opened with the same options; outlives it
    /// @param why what is told to whoever comes, in a sentence, such as who leads; must be quick
    /// @throws IllegalArgumentException in one line when the address cannot be used
    /// @throws IOException in one line when the address cannot be listened on
    public static StandbyCoordinator start(
            ServeOptions options, Premises premises, Membership membership, Supplier<String> why)
            throws IOException {
        CoordinatorServer.Listening listening =
                premises.listening(ServeOptions.socketAddress(options.listen()));
        try {
            return new StandbyCoordinator(CoordinatorServer.standby(listening, membership, why));
        } catch (IOException e) {
            throw Premises.cannotListen(options, e);
        }
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return server.address();
    }

    @Override
    public void close() {
        server.close();
    }
}
