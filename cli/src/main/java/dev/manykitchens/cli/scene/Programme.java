package dev.manykitchens.cli.scene;

import dev.manykitchens.cli.dashboard.LiveDashboard;
import dev.manykitchens.report.dashboard.Piece;
import dev.manykitchens.report.dashboard.Playbill;
import dev.manykitchens.report.dashboard.StageRow;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/// The scenes of a demo: those that its command plays by itself, and those that its dashboard's
/// page asks for. One is played at a time. Thread-safe.
///
/// ```
/// command ── performAll ──┐
///                         ├──▶ ScenePlayer ──▶ Audience: the terminal, and the page (OnStage)
/// page ── play, stop ─────┘
/// ```
public final class Programme implements Playbill, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Programme.class);

    private final List<Scene> scenes;
    private final Audience audience;
    private final Players players;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile LiveDashboard live = LiveDashboard.NONE;
    private volatile Consumer<StageRow> shown = _ -> {};

    // Guarded by this.
    private @Nullable Playing current;
    private @Nullable Thread asked;
    private boolean ended;

    /// Makes who plays.
    @FunctionalInterface
    public interface Players {

        /// One who plays for this audience, on pools that this dashboard shows.
        ScenePlayer player(Audience audience, LiveDashboard live);
    }

    /// What is played.
    ///
    /// @param own whether the command wants it
    private record Playing(
            List<Scene> scenes, boolean again, boolean own, OnStage stage, ScenePlayer player) {

        String name() {
            return own ? "what was to be played" : scenes.getFirst().name();
        }
    }

    /// @param scenes those that can be asked for
    /// @param audience hears of all that is played, one scene after the other
    public Programme(List<Scene> scenes, Audience audience, Players players) {
        this.scenes = List.copyOf(scenes);
        this.audience = audience;
        this.players = players;
    }

    /// Shows what is played.
    ///
    /// @return what can be played
    public Playbill shownBy(Consumer<StageRow> stage) {
        shown = stage;
        return this;
    }

    /// From now on pools are shown here.
    public void on(LiveDashboard dashboard) {
        live = dashboard;
    }

    @Override
    public List<Piece> pieces() {
        return scenes.stream().map(scene -> new Piece(scene.name(), scene.question())).toList();
    }

    /// Plays some scenes, one after the other, and returns when they are over; meanwhile the page
    /// can start none.
    ///
    /// @param heard is told of each when it is over
    /// @throws CancellationException when they were stopped
    public void performAll(List<Scene> wanted, Consumer<Showing> heard)
            throws InterruptedException {
        Playing playing;
        synchronized (this) {
            playing = begin(wanted, false, true);
        }
        perform(playing, heard);
    }

    @Override
    public String play(String name, boolean again) {
        Scene scene =
                scenes.stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "a scene must be on the list to be played, was \"%s\""
                                                .formatted(name)));
        synchronized (this) {
            Playing playing = begin(List.of(scene), again, false);
            asked = Thread.ofPlatform().name("scene").start(() -> performAsked(playing));
        }
        return again
                ? "%s is played again and again, until it is stopped".formatted(name)
                : "%s is played".formatted(name);
    }

    @Override
    public String stop() {
        Playing playing;
        synchronized (this) {
            playing = current;
        }
        if (playing == null) {
            throw new IllegalStateException(
                    "a scene must be played to be stopped, none is being played");
        }
        playing.player().stop();
        return "%s is stopped".formatted(playing.name());
    }

    /// Stops what is played, and lets nothing begin any more.
    public void end() {
        Playing playing;
        synchronized (this) {
            ended = true;
            playing = current;
        }
        if (playing != null) {
            playing.player().stop();
        }
        over.countDown();
    }

    /// Whether it was ended.
    public synchronized boolean isEnded() {
        return ended;
    }

    /// Waits for the end; meanwhile the page may start scenes.
    public void awaitEnd() throws InterruptedException {
        over.await();
    }

    /// Ends, and returns when nothing is played any more.
    @Override
    public void close() {
        end();
        Thread playing;
        synchronized (this) {
            playing = asked;
        }
        if (playing != null) {
            try {
                playing.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// To be called with the lock.
    private Playing begin(List<Scene> wanted, boolean again, boolean own) {
        if (ended) {
            throw new CancellationException("the demo was stopped");
        }
        Playing before = current;
        if (before != null) {
            throw new IllegalStateException(
                    "one scene is played at a time, and %s is not over; stop it first"
                            .formatted(before.name()));
        }
        OnStage stage = new OnStage(again, shown);
        Playing playing =
                new Playing(
                        wanted,
                        again,
                        own,
                        stage,
                        players.player(Audience.tee(audience, stage), live));
        current = playing;
        return playing;
    }

    private void perform(Playing playing, Consumer<Showing> heard) throws InterruptedException {
        try {
            do {
                for (Scene scene : playing.scenes()) {
                    heard.accept(playing.player().play(scene));
                }
            } while (playing.again());
            playing.stage().over();
        } catch (CancellationException e) {
            playing.stage().over("stopped");
            throw e;
        } catch (RuntimeException e) {
            playing.stage().over("it failed: " + e.getMessage());
            throw e;
        } finally {
            synchronized (this) {
                current = null;
            }
        }
    }

    private void performAsked(Playing playing) {
        try {
            perform(playing, _ -> {});
        } catch (CancellationException _) {
            // As somebody wished.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("A scene that was asked for failed scene={}", playing.name(), e);
        }
    }
}
