package dev.manykitchens.coordinator.serve;

import dev.manykitchens.coordinator.cluster.ClusterCoordinator;
import dev.manykitchens.coordinator.journal.Recovered;
import dev.manykitchens.coordinator.journal.SqliteJournal;
import dev.manykitchens.coordinator.link.CoordinatorServer;
import dev.manykitchens.coordinator.security.KeptCertificate;
import dev.manykitchens.coordinator.security.LastServed;
import dev.manykitchens.coordinator.security.Occupied;
import dev.manykitchens.coordinator.security.StateDirectory;
import dev.manykitchens.coordinator.security.TokenFile;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.control.PoolControls;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.TlsFiles;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.Trust;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A coordinator with what it keeps between its lives: certificate, tokens, the address it was
/// reached at. Thread-safe.
public final class ServedCoordinator implements AutoCloseable {

    /// So many leases may be given in each millisecond of a life before its numbers meet those of a
    /// later one, as a power of two: a thousand times what a dispatcher can.
    private static final int LEASES_A_MILLISECOND_BITS = 20;

    /// Where lives are counted, each may give so many leases, as a power of two: more than a
    /// dispatcher can in a month.
    private static final int LEASES_A_LIFE_BITS = 40;

    private final Occupied occupied;
    private final Optional<SqliteJournal> journal;
    private final ClusterCoordinator coordinator;
    private final Optional<Trust.Pinned> shown;
    private final Trust trust;
    private final ReachableAddress reachable;
    private final TokenFile tokens;

    private ServedCoordinator(
            Occupied occupied,
            Optional<SqliteJournal> journal,
            ClusterCoordinator coordinator,
            Optional<Trust.Pinned> shown,
            Trust trust,
            ReachableAddress reachable,
            TokenFile tokens) {
        this.occupied = occupied;
        this.journal = journal;
        this.coordinator = coordinator;
        this.shown = shown;
        this.trust = trust;
        this.reachable = reachable;
        this.tokens = tokens;
    }

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
        StateDirectory state = opened(options.state());
        Occupied occupied = Occupied.by(state);
        try {
            return start(options, address, state, occupied, also, clock);
        } catch (IOException | RuntimeException e) {
            occupied.close();
            throw e;
        }
    }

    private static StateDirectory opened(Path directory) {
        try {
            return StateDirectory.open(directory);
        } catch (IOException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
    }

    private static ServedCoordinator start(
            ServeOptions options,
            InetSocketAddress address,
            StateDirectory state,
            Occupied occupied,
            EventSink also,
            InstantSource clock)
            throws IOException {
        TokenFile tokens;
        Optional<KeptCertificate> certificate;
        try {
            tokens = TokenFile.open(state, clock);
            certificate =
                    options.insecure()
                            ? Optional.empty()
                            : Optional.of(certificate(options, state));
        } catch (IOException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
        Optional<SqliteJournal> journal =
                options.data().isEmpty()
                        ? Optional.empty()
                        : Optional.of(SqliteJournal.open(options.data().get(), clock));
        ClusterCoordinator coordinator;
        try {
            coordinator = listen(options, address, certificate, tokens, also, clock, journal);
        } catch (IOException | RuntimeException e) {
            journal.ifPresent(SqliteJournal::close);
            throw e;
        }
        try {
            ServedCoordinator served =
                    new ServedCoordinator(
                            occupied,
                            journal,
                            coordinator,
                            certificate.map(KeptCertificate::trust),
                            trust(options, certificate),
                            ReachableAddress.of(options.advertise(), coordinator.address()),
                            tokens);
            new LastServed(served.reachable.endpoint(), served.trust).write(state);
            return served;
        } catch (IOException | RuntimeException e) {
            coordinator.close();
            journal.ifPresent(SqliteJournal::close);
            throw e;
        }
    }

    /// What tokens say of it.
    private static Trust trust(ServeOptions options, Optional<KeptCertificate> certificate) {
        if (certificate.isEmpty()) {
            return new Trust.Nobody();
        }
        return options.trustAuthorities() ? new Trust.Authorities() : certificate.get().trust();
    }

    private static ClusterCoordinator listen(
            ServeOptions options,
            InetSocketAddress address,
            Optional<KeptCertificate> certificate,
            TokenFile tokens,
            EventSink also,
            InstantSource clock,
            Optional<SqliteJournal> journal)
            throws IOException {
        // A worker that comes back after a restart may bring results of leases that the coordinator
        // before gave out. Numbers above all of those tell them apart.
        long firstLease = Math.max(1, clock.millis() << LEASES_A_MILLISECOND_BITS);
        Optional<ClusterCoordinator.Kept> kept = Optional.empty();
        if (journal.isPresent()) {
            Recovered recovered = journal.get().recover();
            firstLease = recovered.life() << LEASES_A_LIFE_BITS;
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
                    new CoordinatorServer.Listening(
                            address, certificate.map(KeptCertificate::tls), tokens),
                    also,
                    kept);
        } catch (IOException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(
                    "the coordinator must listen on %s, cannot: %s; is another one there? --listen HOST:PORT chooses another address"
                            .formatted(options.listen(), cause.getMessage()),
                    e);
        }
    }

    private static KeptCertificate certificate(ServeOptions options, StateDirectory state)
            throws IOException {
        TlsFiles files =
                new TlsFiles(
                        file(options.certificates().authorities()),
                        file(options.certificates().certificate()),
                        file(options.certificates().key()));
        return files.certificate().isPresent()
                ? KeptCertificate.fromFiles(files)
                : KeptCertificate.own(state, files.authorities());
    }

    private static Optional<Path> file(String name) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Path file = Path.of(name);
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException(
                    "a file of a certificate must be readable, %s is not".formatted(file));
        }
        return Optional.of(file);
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
        return shown.map(Trust.Pinned::fingerprint);
    }

    /// What people paste to join it, as tokens are now.
    public JoinLines lines() {
        return JoinLines.of(tokens, reachable.endpoint(), trust);
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
        return tokens.roleOf(secret).filter(role -> role == Role.CLIENT).isPresent();
    }

    /// Sets what is called when the tokens were changed by another process, on any thread; must be
    /// quick, and must not throw. A change is noticed with the next connection.
    public void onTokensChanged(Runnable call) {
        tokens.onChange(call);
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
        journal.ifPresent(SqliteJournal::close);
        occupied.close();
    }
}
