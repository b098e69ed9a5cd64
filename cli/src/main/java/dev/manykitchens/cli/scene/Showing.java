package dev.manykitchens.cli.scene;

import java.util.List;

/// A scene that was played.
///
/// @param scene which
/// @param lines the promises of its last try
/// @param tries how often it was played, from 1
public record Showing(Scene scene, List<Line> lines, int tries) {

    public Showing {
        lines = List.copyOf(lines);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException(
                    "a scene must promise something, " + scene.name() + " did not");
        }
    }

    /// How many promises were kept.
    public int keptPromises() {
        return (int) lines.stream().filter(Line::kept).count();
    }

    /// Whether all were.
    public boolean kept() {
        return keptPromises() == lines.size();
    }
}
