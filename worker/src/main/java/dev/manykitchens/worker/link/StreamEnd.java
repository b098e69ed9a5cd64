package dev.manykitchens.worker.link;

import io.grpc.Status;

import org.jspecify.annotations.Nullable;

import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Objects;

/// How a stream ended, and whether another one may fare better.
public sealed interface StreamEnd {

    /// Why, for people, in one line.
    String why();

    /// The coordinator ended it in order.
    record InOrder() implements StreamEnd {
        @Override
        public String why() {
            return "it ended the stream";
        }
    }

    /// The worker is not wanted, or must not trust who answered: the next try would end alike.
    record Refused(String why) implements StreamEnd {}

    /// The network or the coordinator failed.
    record Broken(String why) implements StreamEnd {}

    /// What a status means. A certificate that is not trusted comes as an unavailable service, with
    /// the true reason among its causes.
    static StreamEnd of(Status status) {
        for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException distrust) {
                return new Refused(sentence(distrust));
            }
        }
        String said = Objects.requireNonNullElse(status.getDescription(), status.getCode().name());
        return switch (status.getCode()) {
            case UNAUTHENTICATED, PERMISSION_DENIED, FAILED_PRECONDITION, INVALID_ARGUMENT ->
                    new Refused(said);
            case OK,
                    CANCELLED,
                    UNKNOWN,
                    DEADLINE_EXCEEDED,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    RESOURCE_EXHAUSTED,
                    ABORTED,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED,
                    INTERNAL,
                    UNAVAILABLE,
                    DATA_LOSS ->
                    new Broken(said + because(status.getCause()));
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
}
