package dev.manykitchens.report.http;

import java.io.IOException;

/// Server-sent events at one path.
@FunctionalInterface
public interface EventStream {

    /// Sends events until there are no more, the visitor is gone (an exception of the writer), or
    /// the thread is interrupted. Called on a thread of its own for each visitor.
    void send(Ask ask, EventWriter out) throws IOException, InterruptedException;
}
