package dev.manykitchens.cli.scene;

import dev.manykitchens.cli.dashboard.LiveDashboard;
import dev.manykitchens.report.dashboard.Piece;

import java.util.Optional;
import java.util.concurrent.CancellationException;

/// Something that a programme plays when the page asks for it: a scene, or a scenario.
public interface Playable {

    /// As the page lists it.
    Piece piece();

    /// Somebody who plays it, made anew for each request.
    ///
    /// @param pool one of the piece's pools; empty where it has none
    /// @param stage shows it
    /// @param live shows its pools
    Player player(Optional<String> pool, OnStage stage, LiveDashboard live);

    /// Plays one thing, once or again and again.
    interface Player {

        /// Plays it from the beginning to the end.
        ///
        /// @throws CancellationException when [#stop] was called
        /// @throws CannotPlayException when it cannot be played here
        void play() throws InterruptedException, CannotPlayException;

        /// Cancels what runs, and lets nothing begin any more; from any thread.
        void stop();
    }
}
