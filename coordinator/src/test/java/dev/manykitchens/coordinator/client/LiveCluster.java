package dev.manykitchens.coordinator.client;

import dev.manykitchens.coordinator.cluster.ClusterCoordinator;
import dev.manykitchens.coordinator.journal.MemoryJournal;
import dev.manykitchens.coordinator.journal.Recovered;
import dev.manykitchens.coordinator.link.CoordinatorServer;
import dev.manykitchens.coordinator.security.KeptCertificate;
import dev.manykitchens.coordinator.security.StateDirectory;
import dev.manykitchens.coordinator.security.TokenFile;
import dev.manykitchens.coordinator.spawn.ExitReport;
import dev.manykitchens.coordinator.spawn.JvmStarter;
import dev.manykitchens.coordinator.spawn.SpawnedWorker;
import dev.manykitchens.coordinator.spawn.WorkerCommand;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.pool.CoordinatorAddress;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.core.stove.StoveSpec;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.Token;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A coordinator on loopback with TLS and tokens, as it is served, and worker JVMs that join it.
final class LiveCluster implements AutoCloseable {

    private final StateDirectory state;
    private final KeptCertificate certificate;
    private final TokenFile tokens;
    private final List<SpawnedWorker> workers = new ArrayList<>();
    private ClusterCoordinator coordinator;

    private final Optional<MemoryJournal> journal;

    LiveCluster(Path directory) throws IOException {
        this(directory, Optional.empty());
    }

    /// One whose coordinator keeps a journal, which is lost with this process alone.
    static LiveCluster durable(Path directory) throws IOException {
        return new LiveCluster(directory, Optional.of(new MemoryJournal()));
    }

    private LiveCluster(Path directory, Optional<MemoryJournal> journal) throws IOException {
        this.journal = journal;
        state = StateDirectory.open(directory.resolve("state"));
        certificate = KeptCertificate.own(state, Optional.empty());
        tokens = TokenFile.open(state, InstantSource.system());
        coordinator = start(0);
    }

    private ClusterCoordinator start(int port) throws IOException {
        DispatchOptions options = DispatchOptions.DEFAULTS;
        Optional<ClusterCoordinator.Kept> kept = Optional.empty();
        if (journal.isPresent()) {
            Recovered recovered = journal.get().recover();
            kept =
                    Optional.of(
                            new ClusterCoordinator.Kept(
                                    journal.get(),
                                    recovered,
                                    journal.get().batches(),
                                    Duration.ofDays(7),
                                    Long.MAX_VALUE,
                                    InstantSource.system()));
            options = options.withFirstLease(recovered.firstLease());
        }
        return ClusterCoordinator.start(
                options,
                new CoordinatorServer.Listening(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        Optional.of(certificate.tls()),
                        tokens),
                EventSink.NONE,
                kept,
                Optional.empty());
    }

    ClusterCoordinator coordinator() {
        return coordinator;
    }

    /// The journal takes nothing any more: what the coordinator decides from now on is lost.
    void crash() {
        journal.orElseThrow().crash();
    }

    /// Ends the coordinator as if its process had died, and starts another in its place.
    void restart() throws IOException {
        int port = coordinator.address().getPort();
        coordinator.close();
        coordinator = start(port);
    }

    CompletableFuture<ExitReport> startWorker(String name) throws IOException {
        CompletableFuture<ExitReport> exit = new CompletableFuture<>();
        JvmStarter starter =
                new JvmStarter(
                        WorkerCommand.of(
                                new PoolSpec.Kind.Processes(2, 1), List.of(), Optional.empty()),
                        coordinator.address(),
                        token(Role.WORKER),
                        1,
                        StoveSpec.UNLIMITED,
                        List.of());
        workers.add(starter.start(name, 1, exit::complete));
        return exit;
    }

    Token token(Role role) {
        return new Token(role, tokens.current(role), certificate.trust());
    }

    CoordinatorAddress address() {
        InetSocketAddress at = coordinator.address();
        return new CoordinatorAddress(
                at.getAddress().getHostAddress() + ":" + at.getPort(),
                token(Role.CLIENT).text(),
                CoordinatorAddress.Certificates.NONE);
    }

    Pool open(String spec, EventSink events) {
        return Pools.open(
                PoolSpec.parse(spec),
                PoolOptions.defaults().withCoordinator(address()).withEvents(events));
    }

    /// Waits until so many workers take jobs.
    void awaitWorkers(int count) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> coordinator.view().get(10, TimeUnit.SECONDS).slots() >= count);
    }

    @Override
    public void close() {
        coordinator.close();
        workers.forEach(SpawnedWorker::kill);
    }
}
