package dev.manykitchens.report.dashboard;

import java.util.Optional;

/// What the page wants to have played. Nothing is known of it but that it was said plainly: whether
/// there is such a piece, and whether that has such a pool, is up to the [Playbill].
///
/// @param pool the one to play on; empty where the piece brings its own
/// @param again whether to begin anew when it is over, until it is stopped
public record PlayRequest(Piece.Kind kind, String name, Optional<String> pool, boolean again) {

    /// A scene.
    public static PlayRequest scene(String name, boolean again) {
        return new PlayRequest(Piece.Kind.SCENE, name, Optional.empty(), again);
    }

    /// A scenario on a pool.
    public static PlayRequest scenario(String name, String pool, boolean again) {
        return new PlayRequest(Piece.Kind.SCENARIO, name, Optional.of(pool), again);
    }
}
