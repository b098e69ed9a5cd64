package dev.manykitchens.report.dashboard;

import java.util.List;

/// What the page can start, one at a time, and stop. Thread-safe.
public interface Playbill {

    /// Nothing can be started.
    Playbill NONE =
            new Playbill() {
                @Override
                public List<Piece> pieces() {
                    return List.of();
                }

                @Override
                public String play(PlayRequest request) {
                    throw new IllegalArgumentException(
                            "what is played must be on the list, \"%s\" is not: the list is empty"
                                    .formatted(request.name()));
                }

                @Override
                public String stop() {
                    throw new IllegalStateException("only what is played can be stopped");
                }
            };

    /// What there is; always the same.
    List<Piece> pieces();

    /// Begins to play, and returns.
    ///
    /// @return what happens now, in one line
    /// @throws IllegalArgumentException in one line when there is no such piece, or it has no such
    ///   pool
    /// @throws IllegalStateException in one line when another one is being played
    String play(PlayRequest request);

    /// Stops what is played, and returns.
    ///
    /// @return what happens now, in one line
    /// @throws IllegalStateException in one line when nothing is played
    String stop();
}
