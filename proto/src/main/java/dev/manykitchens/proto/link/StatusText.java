package dev.manykitchens.proto.link;

import io.grpc.Status;

import org.jspecify.annotations.Nullable;

import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Set;
import java.util.regex.Pattern;

/// Why a stream ended, in words for people: the same for whoever opened it, a worker or a client.
///
/// @param sentence one line
/// @param isForGood whether another stream would end likewise, so that trying again is of no use
public record StatusText(String sentence, boolean isForGood) {

    /// What the channel says of a connection that ended without a reason.
    static final String HUNG_UP = "Network closed for unknown reason";

    private static final Set<String> EMPTY_PHRASES =
            Set.of("io exception", "ssl exception", "http2 exception");

    private static final String NOBODY_OF_OURS =
            "whoever listens there does not answer as a coordinator; is it the port of --http?";

    /// Nothing came that would tell them apart.
    private static final String SILENT =
            "who listens there does not answer in time; it is busy or stopped, or no coordinator";

    /// What the channel says of a stream that the other end, or the connection under it, ended.
    private static final Pattern CUT =
            Pattern.compile(
                    "RST_STREAM|GOAWAY|HTTP/2 error code|Stream closed before|Channel shutdown");

    /// What the channel says of a call whose time ran out, or had run out before it began.
    private static final Pattern LATE =
            Pattern.compile("deadline exceeded after|(?:CallOptions|Context) deadline");

    /// A frame of settings, with which whoever speaks HTTP/2 without TLS begins.
    private static final Pattern SETTINGS =
            Pattern.compile("not an SSL/TLS record: [0-9a-f]{6}0400.*", Pattern.DOTALL);

    /// What means something to who wrote the transport, and to nobody else.
    private static final Pattern INTERNALS =
            Pattern.compile(
                    "Channel Pipeline: \\[[^]]*]|\\b(?:io\\.(?:grpc|netty)|javax?)\\.[\\w.$]+(?:: )?|error:\\w+:SSL routines:OPENSSL_internal:|(?<=: )/(?=[\\d.]+:\\d|\\[[0-9a-f:]+]:\\d)");

    /// What a failure of a call says. A certificate that is not trusted comes as an unavailable
    /// service, with the true reason among its causes.
    public static StatusText of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException distrust) {
                // No stream will do better as long as the certificate is what it is.
                return new StatusText(oneLine(sentence(distrust)), true);
            }
        }
        Status status = Status.fromThrowable(failure);
        String said = status.getDescription();
        String sentence =
                (said == null ? status.getCode().toString() : said) + because(status.getCause());
        return switch (status.getCode()) {
            case UNAUTHENTICATED, PERMISSION_DENIED, FAILED_PRECONDITION, INVALID_ARGUMENT ->
                    new StatusText(oneLine(sentence), true);
            case UNIMPLEMENTED ->
                    new StatusText(
                            oneLine(
                                    "who answers there must be a coordinator of many kitchens, is none: "
                                            + sentence),
                            true);
            case DEADLINE_EXCEEDED -> late(sentence);
            case OK,
                    CANCELLED,
                    UNKNOWN,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    RESOURCE_EXHAUSTED,
                    ABORTED,
                    OUT_OF_RANGE,
                    INTERNAL,
                    UNAVAILABLE,
                    DATA_LOSS ->
                    transport(status);
        };
    }

    /// What a call says whose time ran out: the channel's own text, or another's.
    private static StatusText late(String sentence) {
        if (!LATE.matcher(sentence).find()) {
            return new StatusText(oneLine(sentence), false);
        }
        boolean neverConnected = sentence.contains("connecting_and_lb_delay");
        return new StatusText(neverConnected ? SILENT : "there was no answer in time", false);
    }

    /// What the connection says, without the names of what it is made of.
    private static StatusText transport(Status status) {
        String first = "";
        String last = "";
        for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (message.contains("CERTIFICATE_REQUIRED")) {
                return new StatusText(
                        "the coordinator wants a certificate; give --tls-cert and --tls-key", true);
            }
            if (SETTINGS.matcher(message).matches()) {
                return new StatusText(
                        "the coordinator speaks no TLS, this token is for one that does; copy the token again",
                        true);
            }
            if (message.contains("not an SSL/TLS record") || message.contains("not SETTINGS")) {
                return new StatusText(NOBODY_OF_OURS, false);
            }
            if (cause.getMessage() != null) {
                first = first.isEmpty() ? message : first;
                last = message;
            }
        }
        String description = status.getDescription();
        if (description != null && CUT.matcher(description).find()) {
            return new StatusText("the connection was ended while it was in use", false);
        }
        String said =
                plain(
                        HUNG_UP.equals(description)
                                ? "the connection was closed without a word"
                                : description == null ? status.getCode().toString() : description);
        if (EMPTY_PHRASES.contains(said)) {
            // The innermost cause is the system's own word.
            String why = decapitalized(plain(last));
            return new StatusText(why.isEmpty() ? "the connection failed" : why, false);
        }
        String why = plain(first);
        return new StatusText(why.isEmpty() ? said : said + " (" + why + ")", false);
    }

    private static String plain(String text) {
        return oneLine(INTERNALS.matcher(text).replaceAll(""));
    }

    private static String decapitalized(String text) {
        boolean word = text.length() > 1 && Character.isLowerCase(text.charAt(1));
        return word ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text;
    }

    private static String because(@Nullable Throwable cause) {
        return cause == null || cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
    }

    private static String sentence(CertificateException distrust) {
        String said = String.valueOf(distrust.getMessage());
        return switch (distrust) {
            case CertificateExpiredException _, CertificateNotYetValidException _ ->
                    "the coordinator's certificate must be valid now, is not (%s); renew it, or set the clocks of both machines right"
                            .formatted(said);
            // The token's own check says it all.
            case CertificateException _ when said.startsWith("the coordinator") -> said;
            default ->
                    "the coordinator's certificate must be trusted here, is not: %s; name its authority with --tls-ca, and the host as its certificate does"
                            .formatted(said);
        };
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
