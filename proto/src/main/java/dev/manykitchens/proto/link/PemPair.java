package dev.manykitchens.proto.link;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A certificate and its private key, both in files. Whether they belong together is found out
/// here: a handshake with two that do not fails at the other end, in words about OpenSSL.
///
/// @param certificate PEM, the leaf first
/// @param key PEM, PKCS #8 without a password
record PemPair(Path certificate, Path key) {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");
    private static final byte[] SIGNED = "a few bytes".getBytes(US_ASCII);

    /// Refuses two that do not belong together, and files that hold something else.
    ///
    /// @throws IllegalArgumentException in one line
    void requireTogether() {
        PublicKey ofCertificate = publicKey();
        // What Java cannot read is left to who can: TLS refuses it, or uses it.
        Optional<PrivateKey> read = privateKey();
        if (read.isPresent() && !isPair(ofCertificate, read.get())) {
            throw new IllegalArgumentException(
                    "the key must belong to the certificate, does not: %s and %s"
                            .formatted(certificate, key));
        }
    }

    private PublicKey publicKey() {
        try (InputStream in = Files.newInputStream(TlsFiles.readable(certificate))) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in).getPublicKey();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(
                    "a certificate must be a PEM file, %s is not one that can be read: %s"
                            .formatted(certificate, e.getMessage()),
                    e);
        }
    }

    private Optional<PrivateKey> privateKey() {
        byte[] encoded = encodedKey();
        for (String algorithm : ALGORITHMS) {
            try {
                return Optional.of(
                        KeyFactory.getInstance(algorithm)
                                .generatePrivate(new PKCS8EncodedKeySpec(encoded)));
            } catch (GeneralSecurityException _) {
                // One of another kind.
            }
        }
        return Optional.empty();
    }

    private byte[] encodedKey() {
        try {
            Matcher matcher = KEY.matcher(Files.readString(TlsFiles.readable(key), ISO_8859_1));
            if (matcher.find()) {
                return Base64.getMimeDecoder().decode(matcher.group(1));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "a key must be a PEM file, %s is not one that can be read: %s"
                            .formatted(key, e.getMessage()),
                    e);
        }
        throw new IllegalArgumentException(
                "a key must be PEM, PKCS #8 without a password (BEGIN PRIVATE KEY), %s is not; openssl pkcs8 -topk8 -nocrypt -in %s -out NEW makes one"
                        .formatted(key, key));
    }

    /// Signs something with the one and verifies it with the other.
    private static boolean isPair(PublicKey ofCertificate, PrivateKey key) {
        if (!ofCertificate.getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature =
                    Signature.getInstance(
                            switch (key.getAlgorithm()) {
                                case "EC" -> "SHA256withECDSA";
                                case "RSA" -> "SHA256withRSA";
                                default -> key.getAlgorithm();
                            });
            signature.initSign(key);
            signature.update(SIGNED);
            byte[] signed = signature.sign();
            signature.initVerify(ofCertificate);
            signature.update(SIGNED);
            return signature.verify(signed);
        } catch (GeneralSecurityException _) {
            // Such as a signature that is too long for the other key.
            return false;
        }
    }
}
