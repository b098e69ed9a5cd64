package dev.manykitchens.cli.scene;

import dev.manykitchens.cli.dashboard.LiveDashboard;
import dev.manykitchens.core.pool.PoolOptions;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;

/// Plays scenes. A scene whose promises about time were not kept is played again, because the
/// machine may have been busy with something else; one whose results were wrong is not.
public final class ScenePlayer {

    /// How often a scene is played at most.
    public static final int MOST_TRIES = 3;

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final PoolOptions options;
    private final Casting casting;
    private final double timeScale;
    private final Audience audience;
    private final Duration longestPause;
    private final OpenPools pools;

    /// @param casting which pools play
    /// @param timeScale multiplies every wait and every amount of work
    /// @param live shows the pools
    public ScenePlayer(
            PoolOptions options,
            Casting casting,
            double timeScale,
            Audience audience,
            LiveDashboard live) {
        this(options, casting, timeScale, audience, live, LONGEST_PAUSE);
    }

    /// @param longestPause how long a scene that was disturbed waits for the machine to calm down
    ScenePlayer(
            PoolOptions options,
            Casting casting,
            double timeScale,
            Audience audience,
            LiveDashboard live,
            Duration longestPause) {
        this.pools = new OpenPools(live);
        this.options = options;
        this.casting = casting;
        this.timeScale = timeScale;
        this.audience = audience;
        this.longestPause = longestPause;
    }

    /// Plays one scene, at most [#MOST_TRIES] times.
    ///
    /// @throws CancellationException when [#stop] was called
    public Showing play(Scene scene) throws InterruptedException {
        audience.begins(scene);
        try {
            return playUntilItTells(scene);
        } catch (RuntimeException | InterruptedException e) {
            audience.brokenOff();
            throw e;
        }
    }

    private Showing playUntilItTells(Scene scene) throws InterruptedException {
        List<Line> lines = playOnce(scene);
        int tries = 1;
        while (tries < MOST_TRIES && worthAnotherTry(lines)) {
            tries++;
            audience.again(
                    tries,
                    MOST_TRIES,
                    lines.stream().filter(Line::disturbed).toList(),
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
            Cores.awaitQuiet(longestPause);
            lines = playOnce(scene);
        }
        Showing showing = new Showing(scene, lines, tries);
        audience.ended(showing);
        return showing;
    }

    /// Cancels what runs, closes every pool, and lets nothing begin any more; from any thread.
    public void stop() {
        pools.closeAllNow();
    }

    static boolean worthAnotherTry(List<Line> lines) {
        return lines.stream().anyMatch(Line::disturbed)
                && lines.stream().allMatch(line -> line.kept() || line.disturbed());
    }

    private List<Line> playOnce(Scene scene) throws InterruptedException {
        Stage stage = new Stage(options, casting, timeScale, pools, audience);
        try {
            scene.play().on(stage);
        } catch (IllegalStateException e) {
            // A pool that was closed under the scene says that it is closed.
            pools.refuseWhenStopped();
            throw e;
        } catch (SceneFailedException e) {
            pools.refuseWhenStopped();
            stage.check(
                    "jobs", Promise.exactly("all succeed"), Measured.said("failed"), e.reason());
        }
        pools.refuseWhenStopped();
        pools.forget();
        return stage.lines();
    }
}
