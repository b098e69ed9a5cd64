package dev.manykitchens.coordinator.serve;

import dev.manykitchens.coordinator.cluster.ClusterCoordinator;
import dev.manykitchens.coordinator.journal.Journal;
import dev.manykitchens.coordinator.journal.Recovered;
import dev.manykitchens.coordinator.journal.SqliteJournal;
import dev.manykitchens.coordinator.membership.Membership;
import dev.manykitchens.coordinator.membership.Peers;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.control.PoolControls;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.proto.link.Endpoints;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.Token;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A coordinator with what it keeps between its lives: certificate, tokens, the address it was
/// reached at. Thread-safe.
public final class ServedCoordinator implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServedCoordinator.class);

    /// So many leases may be given in each millisecond of a life before its numbers meet those of a
    /// later one, as a power of two: a thousand times what a dispatcher can.
    private static final int LEASES_A_MILLISECOND_BITS = 20;

    private final Premises premises;

    /// What ends with it beside.
    private final List<AutoCloseable> owned;

    private final ClusterCoordinator coordinator;
    private final ReachableAddress reachable;
    private final Endpoints all;

    private ServedCoordinator(
            Premises premises,
            List<AutoCloseable> owned,
            ClusterCoordinator coordinator,
            ReachableAddress reachable,
            Endpoints all) {
        this.premises = premises;
        this.owned = owned;
        this.coordinator = coordinator;
        this.reachable = reachable;
        this.all = all;
    }

    /// What makes a coordinator one of several.
    ///
    /// @param journal the one that all of them keep, not recovered yet; outlives the coordinator
    /// @param membership who they are
    /// @param peers where each of them is reached
    public record Shared(Journal journal, Membership membership, Peers peers) {}

    /// Opens or makes what is kept, and listens.
    ///
    /// @param also hears every event, on one thread; must be quick
    /// @param clock the wall clock
    /// @throws IllegalArgumentException in one line when something that the options name cannot be
    ///   used: an address, the state directory, a certificate
    /// @throws IOException in one line when the address cannot be listened on, another coordinator
    ///   runs from the state directory, or the journal cannot be used
    public static ServedCoordinator start(ServeOptions options, EventSink also, InstantSource clock)
            throws IOException {
        InetSocketAddress address = ServeOptions.socketAddress(options.listen());
        // Looked at before anything is made or listened on.
        var _ = ReachableAddress.of(options.advertise(), address);
        // In the order in which it is opened; ended the other way round.
        List<AutoCloseable> owned = new ArrayList<>();
        try {
            Premises premises = Premises.open(options, clock);
            owned.add(premises);
            Optional<Journal> journal = Optional.empty();
            if (options.data().isPresent()) {
                SqliteJournal opened = SqliteJournal.open(options.data().get(), clock);
                owned.add(opened);
                journal = Optional.of(opened);
            }
            return start(
                    options,
                    premises,
                    listen(options, premises, journal, Optional.empty(), also, clock),
                    owned,
                    Optional.empty());
        } catch (IOException | RuntimeException e) {
            close(owned);
            throw e;
        }
    }

    /// Likewise, as the one of several coordinators that leads.
    ///
    /// @param premises opened with the same options; outlives the coordinator
    /// @throws IllegalArgumentException in one line when an address cannot be used
    /// @throws IOException in one line when the address cannot be listened on, or the journal
    ///   cannot be used
    public static ServedCoordinator start(
            ServeOptions options,
            Premises premises,
            Shared shared,
            EventSink also,
            InstantSource clock)
            throws IOException {
        return start(
                options,
                premises,
                listen(
                        options,
                        premises,
                        Optional.of(shared.journal()),
                        Optional.of(shared.membership()),
                        also,
                        clock),
                List.of(),
                Optional.of(shared.peers().endpoints()));
    }

    private static ServedCoordinator start(
            ServeOptions options,
            Premises premises,
            ClusterCoordinator coordinator,
            List<AutoCloseable> owned,
            Optional<Endpoints> all)
            throws IOException {
        try {
            ReachableAddress reachable =
                    ReachableAddress.of(options.advertise(), coordinator.address());
            ServedCoordinator served =
                    new ServedCoordinator(
                            premises,
                            owned,
                            coordinator,
                            reachable,
                            all.orElse(Endpoints.of(reachable.endpoint())));
            premises.served(served.all);
            return served;
        } catch (IOException | RuntimeException e) {
            coordinator.close();
            throw e;
        }
    }

    private static void close(List<AutoCloseable> owned) {
        for (AutoCloseable each : owned.reversed()) {
            try {
                each.close();
            } catch (Exception e) {
                LOG.warn("something of a coordinator could not be closed what={}", each, e);
            }
        }
    }

    private static ClusterCoordinator listen(
            ServeOptions options,
            Premises premises,
            Optional<Journal> journal,
            Optional<Membership> membership,
            EventSink also,
            InstantSource clock)
            throws IOException {
        // A worker that comes back after a restart may bring results of leases that the coordinator
        // before gave out. Numbers above all of those tell them apart.
        long firstLease = Math.max(1, clock.millis() << LEASES_A_MILLISECOND_BITS);
        Optional<ClusterCoordinator.Kept> kept = Optional.empty();
        if (journal.isPresent()) {
            Recovered recovered = journal.get().recover();
            firstLease = recovered.firstLease();
            kept =
                    Optional.of(
                            new ClusterCoordinator.Kept(
                                    journal.get(),
                                    recovered,
                                    journal.get().batches(),
                                    options.keep().age(),
                                    options.keep().mostBytes(),
                                    clock));
        }
        try {
            return ClusterCoordinator.start(
                    options.dispatch().withFirstLease(firstLease),
                    premises.listening(ServeOptions.socketAddress(options.listen())),
                    also,
                    kept,
                    membership);
        } catch (IOException e) {
            throw Premises.cannotListen(options, e);
        }
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return coordinator.address();
    }

    /// Whether others than this host's own can reach it.
    public boolean isReachableFromOutside() {
        return !address().getAddress().isLoopbackAddress();
    }

    /// Under which `HOST:PORT` others reach it.
    public String reachableAt() {
        return reachable.endpoint().toString();
    }

    /// The host in that.
    public String reachableHost() {
        return reachable.endpoint().host();
    }

    /// Whether that was chosen from several addresses of this host.
    public boolean isAddressGuessed() {
        return reachable.guessed();
    }

    /// The fingerprint of its certificate; empty without TLS.
    public Optional<String> fingerprint() {
        return premises.fingerprint();
    }

    /// What people paste to join it, as tokens are now.
    public JoinLines lines() {
        return premises.lines(all);
    }

    /// Whether with this token a client may come now: the current one, and those before it as long
    /// as their grace lasts. Takes the same time however much of a guess is right.
    public boolean allowsClient(String token) {
        byte[] secret;
        try {
            secret = Token.parse(token).secret().getBytes(StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException _) {
            return false;
        }
        return premises.tokens().roleOf(secret).filter(role -> role == Role.CLIENT).isPresent();
    }

    /// Sets what is called when the tokens were changed by another process, on any thread; must be
    /// quick, and must not throw. A change is noticed with the next connection.
    public void onTokensChanged(Runnable call) {
        premises.tokens().onChange(call);
    }

    /// How the cluster is now.
    public CompletableFuture<ClusterView> view() {
        return coordinator.view();
    }

    /// See [ClusterCoordinator#controls].
    public PoolControls controls() {
        return coordinator.controls();
    }

    /// See [ClusterCoordinator#broken].
    public CompletableFuture<Throwable> broken() {
        return coordinator.broken();
    }

    /// See [ClusterCoordinator#drain].
    public ClusterCoordinator.DrainEnd drain(Duration limit) throws InterruptedException {
        return coordinator.drain(limit);
    }

    @Override
    public void close() {
        coordinator.close();
        close(owned);
    }
}
