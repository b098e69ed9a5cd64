package dev.manykitchens.proto.link;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.regex.Pattern;

/// How a coordinator proves who it is.
public sealed interface Trust {

    /// By its certificate, known by its fingerprint: no authority and no host name is asked.
    ///
    /// @param fingerprint see [Trust#fingerprint]
    record Pinned(String fingerprint) implements Trust {

        private static final Pattern FINGERPRINT = Pattern.compile("[A-Za-z0-9_-]{43}");

        public Pinned {
            if (!FINGERPRINT.matcher(fingerprint).matches()) {
                throw new IllegalArgumentException(
                        "a certificate's fingerprint must be 43 letters, digits, - or _, had %d characters; copy the token again, whole"
                                .formatted(fingerprint.length()));
            }
        }
    }

    /// By a certificate for its host name from an authority that is trusted here.
    record Authorities() implements Trust {}

    /// Not at all, and nothing is encrypted.
    record Nobody() implements Trust {}

    /// The fingerprint of a certificate: base64url, without padding, of the SHA-256 of its DER
    /// encoding.
    static String fingerprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("every JVM must know SHA-256 and X.509", e);
        }
    }
}
