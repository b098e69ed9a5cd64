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
