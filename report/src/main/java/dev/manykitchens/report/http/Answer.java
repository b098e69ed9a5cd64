package dev.manykitchens.report.http;

import java.nio.charset.StandardCharsets;

/// What a page answers.
///
/// @param status the code of HTTP
/// @param apart whether it is a document that stands apart: with styles of its own, but without
///   script, forms and any claim to where it comes from, whatever is in it
/// @param gzipped whether the body is packed with gzip (RFC 1952)
public record Answer(int status, String contentType, byte[] body, boolean apart, boolean gzipped) {

    /// A part of our own pages.
    public Answer(int status, String contentType, byte[] body) {
        this(status, contentType, body, false, false);
    }

    /// One line of text.
    public static Answer line(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text + "\n");
    }

    /// A text.
    public static Answer of(int status, String contentType, String text) {
        return new Answer(status, contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    /// A document that stands apart.
    public static Answer document(String html) {
        return new Answer(
                200,
                "text/html; charset=utf-8",
                html.getBytes(StandardCharsets.UTF_8),
                true,
                false);
    }
}
