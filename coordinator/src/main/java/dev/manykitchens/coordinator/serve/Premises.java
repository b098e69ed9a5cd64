package dev.manykitchens.coordinator.serve;

import dev.manykitchens.coordinator.link.CoordinatorServer;
import dev.manykitchens.coordinator.membership.Peers;
import dev.manykitchens.coordinator.security.KeptCertificate;
import dev.manykitchens.coordinator.security.LastServed;
import dev.manykitchens.coordinator.security.Occupied;
import dev.manykitchens.coordinator.security.SameCertificate;
import dev.manykitchens.coordinator.security.StateDirectory;
import dev.manykitchens.coordinator.security.TokenFile;
import dev.manykitchens.proto.link.Endpoints;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.TlsFiles;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.Trust;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509KeyManager;

/// What a coordinator keeps between its lives so that others know it again: its state directory,
/// which no other uses meanwhile, the tokens and the certificate in it. Thread-safe.
public final class Premises implements AutoCloseable {

    private final StateDirectory state;
    private final Occupied occupied;
    private final TokenFile tokens;
    private final Optional<KeptCertificate> certificate;
    private final Trust trust;

    private Premises(
            StateDirectory state,
            Occupied occupied,
            TokenFile tokens,
            Optional<KeptCertificate> certificate,
            Trust trust) {
        this.state = state;
        this.occupied = occupied;
        this.tokens = tokens;
        this.certificate = certificate;
        this.trust = trust;
    }

    /// Opens or makes what is kept.
    ///
    /// @param clock the wall clock
    /// @throws IllegalArgumentException in one line when something that the options name cannot be
    ///   used: the state directory, a certificate
    /// @throws IOException in one line when another coordinator runs from the state directory
    public static Premises open(ServeOptions options, InstantSource clock) throws IOException {
        StateDirectory state = opened(options.state());
        Occupied occupied = Occupied.by(state);
        try {
            TokenFile tokens = TokenFile.open(state, clock);
            Optional<KeptCertificate> certificate =
                    options.insecure()
                            ? Optional.empty()
                            : Optional.of(certificate(options, state));
            return new Premises(state, occupied, tokens, certificate, trust(options, certificate));
        } catch (IOException e) {
            occupied.close();
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
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

    /// What tokens say of it.
    private static Trust trust(ServeOptions options, Optional<KeptCertificate> certificate) {
        if (certificate.isEmpty()) {
            return new Trust.Nobody();
        }
        return options.trustAuthorities() ? new Trust.Authorities() : certificate.get().trust();
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

    /// Who may come in at an address, and what is spoken there.
    CoordinatorServer.Listening listening(InetSocketAddress address) {
        return new CoordinatorServer.Listening(
                address, certificate.map(KeptCertificate::tls), tokens);
    }

    /// That an address cannot be had, in one line.
    static IOException cannotListen(ServeOptions options, IOException why) {
        Throwable cause = why.getCause() == null ? why : why.getCause();
        return new IOException(
                "the coordinator must listen on %s, cannot: %s; is another one there? --listen HOST:PORT chooses another address"
                        .formatted(options.listen(), cause.getMessage()),
                why);
    }

    TokenFile tokens() {
        return tokens;
    }

    /// The fingerprint of the certificate; empty without TLS.
    public Optional<String> fingerprint() {
        return certificate.map(KeptCertificate::trust).map(Trust.Pinned::fingerprint);
    }

    /// How coordinators that share their certificate know each other.
    ///
    /// @param own shows it
    /// @param trusted trusts whoever shows it
    public record MutualTls(X509KeyManager own, X509ExtendedTrustManager trusted) {}

    /// How coordinators that share this certificate know each other; empty without TLS.
    public Optional<MutualTls> mutualTls() {
        return certificate.map(
                its -> new MutualTls(its.keys(), new SameCertificate(its.certificate())));
    }

    /// The text of the token for clients, as it is now: a secret.
    public String clientToken() {
        return new Token(Role.CLIENT, tokens.current(Role.CLIENT), trust).text();
    }

    /// What people paste to join, as tokens are now.
    public JoinLines lines(Peers peers) {
        return lines(peers.endpoints());
    }

    JoinLines lines(Endpoints reachable) {
        return JoinLines.of(tokens, reachable, trust);
    }

    /// See [ServedCoordinator#onTokensChanged].
    public void onTokensChanged(Runnable call) {
        tokens.onChange(call);
    }

    /// Keeps where it is reached, for those who ask for the tokens.
    ///
    /// @throws IOException in one line when it cannot be written
    public void served(Peers peers) throws IOException {
        served(peers.endpoints());
    }

    void served(Endpoints reachable) throws IOException {
        new LastServed(reachable, trust).write(state);
    }

    @Override
    public void close() {
        occupied.close();
    }
}
