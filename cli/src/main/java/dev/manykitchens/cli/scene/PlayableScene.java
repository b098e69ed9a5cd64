package dev.manykitchens.cli.scene;

import dev.manykitchens.cli.dashboard.LiveDashboard;
import dev.manykitchens.report.dashboard.Piece;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A scene that the page can ask for.
///
/// @param audience hears of it, as the page does
/// @param players make who plays it
public record PlayableScene(Scene scene, Audience audience, Players players) implements Playable {

    /// Makes who plays.
    @FunctionalInterface
    public interface Players {

        /// One who plays for this audience, on pools that this dashboard shows.
        ScenePlayer player(Audience audience, LiveDashboard live);
    }

    @Override
    public Piece piece() {
        return Piece.scene(scene.name(), scene.question());
    }

    @Override
    public Player player(Optional<String> pool, OnStage stage, LiveDashboard live) {
        return player(List.of(scene), _ -> {}, Audience.tee(audience, stage), players, live);
    }

    /// Somebody who plays scenes, one after the other.
    ///
    /// @param heard is told of each when it is over
    /// @param audience hears of them
    /// @param players make who plays
    /// @param live shows their pools
    public static Player player(
            List<Scene> scenes,
            Consumer<Showing> heard,
            Audience audience,
            Players players,
            LiveDashboard live) {
        ScenePlayer player = players.player(audience, live);
        return new Player() {
            @Override
            public void play() throws InterruptedException {
                for (Scene scene : scenes) {
                    heard.accept(player.play(scene));
                }
            }

            @Override
            public void stop() {
                player.stop();
            }
        };
    }
}
