package dev.manykitchens.proto.link;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/// What allows to join a coordinator, and how to know that it is the right one. As text:
///
/// ```
/// worker.SECRET.FINGERPRINT    the coordinator's certificate must have this fingerprint
/// worker.SECRET.tls            its certificate must be vouched for by an authority that is trusted here
/// worker.SECRET                no TLS: anyone on the way can read and change everything
/// ```
///
/// The text is a secret; [#toString] leaves the secret out.
///
/// @param role what it allows
/// @param secret 43 characters, base64url of 32 random bytes
/// @param trust how the coordinator proves who it is
public record Token(Role role, String secret, Trust trust) {

    private static final int SECRET_BYTES = 32;
    private static final String TLS = "tls";
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    public Token {
        if (!SECRET.matcher(secret).matches()) {
            throw new IllegalArgumentException(
                    "a token's secret must be 43 letters, digits, - or _, had %d characters; copy the token again, whole"
                            .formatted(secret.length()));
        }
    }

    /// A secret that nobody knows yet.
    public static String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Reads a token.
    ///
    /// @throws IllegalArgumentException when it is none, in one line that does not repeat it
    public static Token parse(String text) {
        String[] parts = text.strip().split("\\.", -1);
        Role role =
                Role.of(parts[0])
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "a token must begin with worker. or client., did not; copy it again, whole"));
        if (parts.length < 2 || parts.length > 3) {
            throw new IllegalArgumentException(
                    "a token must have two or three parts with a point between them, had %d; copy it again, whole"
                            .formatted(parts.length));
        }
        return new Token(role, parts[1], parts.length == 2 ? new Trust.Nobody() : trust(parts[2]));
    }

    private static Trust trust(String text) {
        return text.equals(TLS) ? new Trust.Authorities() : new Trust.Pinned(text);
    }

    /// The token as [#parse] reads it: a secret.
    public String text() {
        String start = role.word() + "." + secret;
        return switch (trust) {
            case Trust.Pinned(String fingerprint) -> start + "." + fingerprint;
            case Trust.Authorities() -> start + "." + TLS;
            case Trust.Nobody() -> start;
        };
    }

    @Override
    public String toString() {
        return "token for a " + role.word();
    }
}
