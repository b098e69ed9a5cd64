package dev.manykitchens.report.http;

import java.io.IOException;

/// Takes the server-sent events of one visitor.
@FunctionalInterface
public interface EventWriter {

    /// Sends one event, and waits until the visitor has taken it.
    ///
    /// @param id what the visitor names when it comes back after a break; without line breaks, as
    ///   the others
    /// @param event its kind
    /// @throws IOException when the visitor is gone or did not take it in time
    void send(String id, String event, String data) throws IOException;
}
