package dev.manykitchens.report.http;

import java.nio.charset.StandardCharsets;

/// What a page answers.
///
/// @param status the code of HTTP
public record Answer(int status, String contentType, byte[] body) {

    /// One line of text.
    public static Answer line(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text + "\n");
    }

    /// A text.
    public static Answer of(int status, String contentType, String text) {
        return new Answer(status, contentType, text.getBytes(StandardCharsets.UTF_8));
    }
}
