package dev.manykitchens.report.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Predicate;

/// A secret that allows to act on one server, as long as that runs; whether another text is the
/// same takes the same time however much of a guess is right. [#toString] leaves the secret out.
public final class AccessToken implements Predicate<String> {

    private static final int BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String text;

    private AccessToken(String text) {
        this.text = text;
    }

    /// One that nobody knows yet: 32 characters, base64url of 24 random bytes.
    public static AccessToken random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new AccessToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /// What is shown to act: a secret.
    public String text() {
        return text;
    }

    @Override
    public boolean test(String shown) {
        return MessageDigest.isEqual(
                text.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "token of a page";
    }
}
