package dev.manykitchens.coordinator.security;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.KeyManagerFactory;

/// A private key in a PEM file, PKCS #8 without a password.
final class PemKey {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");

    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");
    private static final char[] PASSWORD = {};

    private PemKey() {}

    /// A certificate with its chain and its key, to be shown.
    ///
    /// @throws IOException when a file cannot be read
    /// @throws GeneralSecurityException when they are not what they must be
    static KeyManagerFactory keys(Path chain, Path key)
            throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(chain)) {
            Certificate[] certificates =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(in)
                            .toArray(Certificate[]::new);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, PASSWORD);
            store.setKeyEntry("own", read(Files.readString(key, US_ASCII)), PASSWORD, certificates);
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD);
            return keys;
        }
    }

    private static PrivateKey read(String pem) throws GeneralSecurityException {
        Matcher matcher = KEY.matcher(pem);
        if (!matcher.find()) {
            throw new GeneralSecurityException("there is no private key");
        }
        var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(1)));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException _) {
                // It is a key of another kind.
            }
        }
        throw new GeneralSecurityException("the private key is none of " + ALGORITHMS);
    }
}
