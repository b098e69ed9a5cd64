package dev.manykitchens.report.dashboard;

import com.fasterxml.jackson.annotation.JsonProperty;

import java.util.List;

/// Something that can be played when the page asks for it. Two of one kind have different names.
///
/// @param question what it answers
/// @param pools those of which one is chosen for it, at least one of a scenario; empty where it
///   brings its own
public record Piece(Kind kind, String name, String question, List<String> pools) {

    /// What there is to play.
    public enum Kind {
        /// A small program, with promises.
        @JsonProperty("scene")
        SCENE,
        /// Jobs that come as a file says, on one pool.
        @JsonProperty("scenario")
        SCENARIO
    }

    public Piece {
        pools = List.copyOf(pools);
        if (pools.isEmpty() != (kind == Kind.SCENE)) {
            throw new IllegalArgumentException(
                    "a scenario must have pools, and a scene none, %s has %s"
                            .formatted(name, pools));
        }
    }

    /// A scene.
    public static Piece scene(String name, String question) {
        return new Piece(Kind.SCENE, name, question, List.of());
    }

    /// A scenario.
    ///
    /// @param pools those that it can be played on, at least one
    public static Piece scenario(String name, String question, List<String> pools) {
        return new Piece(Kind.SCENARIO, name, question, pools);
    }
}
