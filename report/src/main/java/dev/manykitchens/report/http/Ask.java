package dev.manykitchens.report.http;

/// What a page is asked.
///
/// @param query what stands behind the question mark, as it came; empty when there is none
/// @param accept the kinds of content that are welcome, as in the header; empty when any is
/// @param takesGzip whether the answer may be packed with gzip
/// @param lastEventId the last server-sent event that the visitor has; empty when it has none
public record Ask(String path, String query, String accept, boolean takesGzip, String lastEventId) {

    /// Whether JSON was asked for by name.
    boolean wantsJson() {
        return accept.contains("application/json");
    }
}
