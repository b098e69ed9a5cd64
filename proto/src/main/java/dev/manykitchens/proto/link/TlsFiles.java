package dev.manykitchens.proto.link;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Certificates of one's own, as PEM files.
///
/// @param authorities certificates of the authorities that vouch for the other end; empty: those
///   that Java trusts
/// @param certificate what this end shows, with the chain to its authority
/// @param key the private key of that, PKCS #8 without a password; there when the certificate is
public record TlsFiles(Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key) {

    /// None.
    public static final TlsFiles NONE =
            new TlsFiles(Optional.empty(), Optional.empty(), Optional.empty());

    public TlsFiles {
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException(
                    "a certificate and its key must be given together, only the %s was"
                            .formatted(certificate.isPresent() ? "certificate" : "key"));
        }
    }

    /// Refuses files that nobody asks for.
    ///
    /// @param trust how the coordinator proves who it is, as the token says
    /// @throws IllegalArgumentException in one line
    public void requireUseFor(Trust trust) {
        switch (trust) {
            case Trust.Authorities() -> {
                // All of them may be of use.
            }
            case Trust.Pinned _ -> {
                if (authorities.isPresent()) {
                    throw new IllegalArgumentException(
                            "authorities are only asked when the token ends in .tls, this one ends in the fingerprint of the coordinator's certificate; leave --tls-ca out, or write tls in place of that third part, as kitchen coordinator --trust-authorities does");
                }
            }
            case Trust.Nobody() -> {
                if (authorities.isPresent() || certificate.isPresent()) {
                    throw new IllegalArgumentException(
                            "certificates are only shown over TLS, this token is for a coordinator without; leave %s out"
                                    .formatted(
                                            authorities.isPresent() ? "--tls-ca" : "--tls-cert"));
                }
            }
        }
    }

    /// Refuses a key that does not belong to the certificate, and files that hold something else.
    ///
    /// @throws IllegalArgumentException in one line
    public void requireTogether() {
        if (certificate.isPresent() && key.isPresent()) {
            new PemPair(certificate.get(), key.get()).requireTogether();
        }
    }

    /// @throws IllegalArgumentException in one line when the file cannot be read
    static Path readable(Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException(
                    "a file of a certificate must be readable, %s is not".formatted(file));
        }
        return file;
    }
}
