package dev.manykitchens.proto.link;

import io.grpc.Status;

import org.jspecify.annotations.Nullable;

import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;

/// Why a stream ended, in words for people: the same for whoever opened it, a worker or a client.
///
/// @param sentence one line
/// @param isForGood whether another stream would end likewise, so that trying again is of no use
public record StatusText(String sentence, boolean isForGood) {

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
            case OK,
                    CANCELLED,
                    UNKNOWN,
                    DEADLINE_EXCEEDED,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    RESOURCE_EXHAUSTED,
                    ABORTED,
                    OUT_OF_RANGE,
                    INTERNAL,
                    UNAVAILABLE,
                    DATA_LOSS ->
                    new StatusText(oneLine(sentence), false);
        };
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
