package dev.manykitchens.proto.link;

import io.grpc.Status;

import java.security.cert.CertificateException;

/// Why a stream ended, in words for people.
///
/// @param sentence one line
/// @param isForGood whether another stream would end likewise, so that trying again is of no use
public record StatusText(String sentence, boolean isForGood) {

    /// What a failure of a call says.
    public static StatusText of(Throwable failure) {
        Status status = Status.fromThrowable(failure);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                // No stream will do better as long as the certificate is what it is.
                return new StatusText(oneLine(String.valueOf(cause.getMessage())), true);
            }
        }
        String said = status.getDescription();
        Throwable cause = status.getCause();
        String sentence =
                (said == null ? status.getCode().toString() : said)
                        + (cause == null ? "" : " (" + cause.getMessage() + ")");
        boolean forGood =
                switch (status.getCode()) {
                    case UNAUTHENTICATED,
                            PERMISSION_DENIED,
                            FAILED_PRECONDITION,
                            INVALID_ARGUMENT,
                            UNIMPLEMENTED ->
                            true;
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
                            false;
                };
        return new StatusText(oneLine(sentence), forGood);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
