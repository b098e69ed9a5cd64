package dev.manykitchens.report.http;

import java.io.IOException;

/// What can be done at one path, by whoever has its token.
public interface Action {

    /// Whether this token allows it. Takes the same time however much of a guess is right.
    boolean allows(String token);

    /// Does it, and says what came of it. Called on a thread of its own, for many requests at once,
    /// and interrupted when it takes longer than [Limits#REQUEST].
    ///
    /// @param body what was sent: at most [Limits#BODY] bytes, called JSON by whoever sent it
    Answer act(String body) throws IOException;
}
