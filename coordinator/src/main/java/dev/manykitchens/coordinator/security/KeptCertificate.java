package dev.manykitchens.coordinator.security;

import dev.manykitchens.proto.link.TlsFiles;
import dev.manykitchens.proto.link.Trust;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;

/// The certificate by which a coordinator is known: its own, made on first start, or one from
/// files.
///
/// @param certificate the leaf
/// @param tls what the port speaks with it
/// @param keys shows it, with its key, where something else speaks
public record KeptCertificate(X509Certificate certificate, SslContext tls, X509KeyManager keys) {

    private static final String ALIAS = "coordinator";
    private static final Duration KEYTOOL_LIMIT = Duration.ofSeconds(60);
    private static final String TEN_YEARS = "3650";

    /// Protects nothing: the file is its owner's alone. Key stores must have one.
    private static final String PASSWORD = "owner-only";

    /// The coordinator's own, made when there is none. Who has its token needs no authority.
    ///
    /// @param authorities certificates of authorities; when given, whoever connects must show a
    ///   certificate from one of them
    /// @throws IOException in one line when it cannot be made or read
    public static KeptCertificate own(StateDirectory state, Optional<Path> authorities)
            throws IOException {
        Path file = state.file("certificate.p12");
        makeIfMissing(state, file);
        StateDirectory.requireOwnersAlone(file);
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD.toCharArray());
            if (!(store.getCertificate(ALIAS) instanceof X509Certificate certificate)) {
                throw new IOException(
                        "%s must hold the coordinator's certificate, does not; remove it, and the next start makes another"
                                .formatted(file));
            }
            return of(
                    certificate,
                    GrpcSslContexts.configure(SslContextBuilder.forServer(keys)),
                    keyManager(keys),
                    authorities);
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "%s must hold the coordinator's certificate, cannot be read: %s; remove it, and the next start makes another"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    /// One from files.
    ///
    /// @param files certificate and key must be given
    /// @throws IllegalArgumentException in one line when they do not belong together
    /// @throws IOException in one line when they cannot be used
    public static KeptCertificate fromFiles(TlsFiles files) throws IOException {
        files.requireTogether();
        Path chain = files.certificate().orElseThrow();
        Path key = files.key().orElseThrow();
        try (InputStream in = Files.newInputStream(chain)) {
            X509Certificate leaf =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509").generateCertificate(in);
            return of(
                    leaf,
                    GrpcSslContexts.configure(
                            SslContextBuilder.forServer(chain.toFile(), key.toFile())),
                    keyManager(PemKey.keys(chain, key)),
                    files.authorities());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    "a certificate and its key must be PEM files, the key as PKCS #8 without a password, were %s and %s: %s"
                            .formatted(chain, key, e.getMessage()),
                    e);
        }
    }

    private static KeptCertificate of(
            X509Certificate certificate,
            SslContextBuilder tls,
            X509KeyManager keys,
            Optional<Path> authorities)
            throws IOException {
        tls.protocols("TLSv1.3");
        authorities.ifPresent(
                file -> tls.trustManager(file.toFile()).clientAuth(ClientAuth.REQUIRE));
        return new KeptCertificate(certificate, tls.build(), keys);
    }

    private static X509KeyManager keyManager(KeyManagerFactory keys)
            throws GeneralSecurityException {
        for (KeyManager each : keys.getKeyManagers()) {
            if (each instanceof X509KeyManager its) {
                return its;
            }
        }
        throw new GeneralSecurityException("there is no key for a certificate");
    }

    /// What a token says of it.
    public Trust.Pinned trust() {
        return new Trust.Pinned(Trust.fingerprint(certificate));
    }

    /// Two that start at once make one: the second waits for the first.
    private static void makeIfMissing(StateDirectory state, Path file) throws IOException {
        try (FileChannel lock = state.openLock();
                var _ = lock.lock()) {
            if (!Files.exists(file)) {
                make(state, file);
            }
        }
    }

    /// A key on the curve P-256 and a certificate of its own for ten years, by the JDK's own
    /// `keytool`: Java itself makes no certificates.
    private static void make(StateDirectory state, Path file) throws IOException {
        Path drafts =
                Files.createTempDirectory(
                        file.toAbsolutePath().getParent(),
                        ".draft",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        Path draft = drafts.resolve("certificate.p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command =
                List.of(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=Many Kitchens coordinator",
                        "-ext",
                        "SAN=DNS:localhost",
                        "-validity",
                        TEN_YEARS,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        draft.toString());
        Path said = drafts.resolve("said");
        try {
            Tool.run(command, said, KEYTOOL_LIMIT);
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
            StateDirectory.giveToOwner(draft, state);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new IOException(
                    "a certificate must be made in %s, was not: %s"
                            .formatted(state, e.getMessage()),
                    e);
        } finally {
            boolean _ = Files.deleteIfExists(draft);
            boolean _ = Files.deleteIfExists(said);
            Files.delete(drafts);
        }
    }
}
