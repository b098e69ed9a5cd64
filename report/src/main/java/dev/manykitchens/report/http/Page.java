package dev.manykitchens.report.http;

import java.io.IOException;

/// What is found at one path.
@FunctionalInterface
public interface Page {

    /// Answers a request. Called on a thread of its own, for many requests at once, and interrupted
    /// when it takes longer than [Limits#REQUEST].
    Answer answer(Ask ask) throws IOException;
}
