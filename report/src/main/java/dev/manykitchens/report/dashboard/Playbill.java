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
                public String play(String name, boolean again) {
                    throw new IllegalArgumentException(
                            "a scene must be on the list to be played, \"%s\" is not: the list is empty"
                                    .formatted(name));
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
    /// @param again whether to begin anew when it is over, until it is stopped
    /// @return what happens now, in one line
    /// @throws IllegalArgumentException in one line when there is no such piece
    /// @throws IllegalStateException in one line when another one is being played
    String play(String name, boolean again);

    /// Stops what is played, and returns.
    ///
    /// @return what happens now, in one line
    /// @throws IllegalStateException in one line when nothing is played
    String stop();
}
