package dev.manykitchens.cli.scene;

import dev.manykitchens.cli.dashboard.LiveDashboard;
import dev.manykitchens.report.dashboard.Piece;
import dev.manykitchens.report.dashboard.PlayRequest;
import dev.manykitchens.report.dashboard.Playbill;
import dev.manykitchens.report.dashboard.StageRow;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/// What a demo plays: the scenes that its command plays by itself, and the scenes and scenarios
/// that its dashboard's page asks for. One is played at a time. Thread-safe.
///
/// ```
/// command ── perform ──┐
///                      ├──▶ Playable.Player ──▶ the terminal, and the page (OnStage)
/// page ── play, stop ──┘
/// ```
public final class Programme implements Playbill, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Programme.class);

    private final List<Playable> playables;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile LiveDashboard live = LiveDashboard.NONE;
    private volatile Consumer<StageRow> shown = _ -> {};

    // Guarded by this.
    private @Nullable Playing current;
    private @Nullable Thread asked;
    private boolean ended;

    /// What is played.
    ///
    /// @param name what it is called in answers
    private record Playing(String name, boolean again, OnStage stage, Playable.Player player) {}

    /// @param playables those that can be asked for; two of one kind have different names
    public Programme(List<? extends Playable> playables) {
        this.playables = List.copyOf(playables);
        Set<List<Object>> taken = new HashSet<>();
        for (Piece piece : pieces()) {
            if (!taken.add(List.of(piece.kind(), piece.name()))) {
                throw new IllegalArgumentException(
                        "what is played must have different names, two are called %s"
                                .formatted(piece.name()));
            }
        }
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
        return playables.stream().map(Playable::piece).toList();
    }

    /// Plays what the command itself wants, once, and returns when it is over; meanwhile the page
    /// can start nothing.
    ///
    /// @param name what it is called in answers
    /// @param player makes who plays it, seen on this stage, with its pools on this dashboard
    /// @throws CancellationException when it was stopped
    /// @throws CannotPlayException when it cannot be played here
    public void perform(String name, BiFunction<OnStage, LiveDashboard, Playable.Player> player)
            throws InterruptedException, CannotPlayException {
        Playing playing;
        synchronized (this) {
            playing = begin(name, false, stage -> player.apply(stage, live));
        }
        perform(playing);
    }

    @Override
    public String play(PlayRequest request) {
        Playable playable = found(request);
        synchronized (this) {
            Playing playing =
                    begin(
                            request.name(),
                            request.again(),
                            stage -> playable.player(request.pool(), stage, live));
            asked = Thread.ofPlatform().name("stage").start(() -> performAsked(playing));
        }
        return "%s is played%s%s"
                .formatted(
                        request.name(),
                        request.pool().map(pool -> " on " + pool).orElse(""),
                        request.again() ? " again and again, until it is stopped" : "");
    }

    /// What is asked for, if it is on the list, with a pool that is there too.
    private Playable found(PlayRequest request) {
        String kind = request.kind() == Piece.Kind.SCENE ? "scene" : "scenario";
        Playable playable =
                playables.stream()
                        .filter(each ->
                                each.piece().kind() == request.kind()
                                        && each.piece().name().equals(request.name()))
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "a %s must be on the list to be played, was \"%s\""
                                                .formatted(kind, request.name())));
        List<String> pools = playable.piece().pools();
        String pool = request.pool().orElse("");
        if (!(pools.isEmpty() ? pool.isEmpty() : pools.contains(pool))) {
            throw new IllegalArgumentException(
                    "the pool of %s must be one of its own, %s, was \"%s\""
                            .formatted(request.name(), String.join(", ", pools), pool));
        }
        return playable;
    }

    @Override
    public String stop() {
        Playing playing;
        synchronized (this) {
            playing = current;
        }
        if (playing == null) {
            throw new IllegalStateException(
                    "something must be played to be stopped, nothing is being played");
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
    private Playing begin(String name, boolean again, Function<OnStage, Playable.Player> players) {
        if (ended) {
            throw new CancellationException("the demo was stopped");
        }
        Playing before = current;
        if (before != null) {
            throw new IllegalStateException(
                    "one scene or scenario is played at a time, and %s is not over; stop it first"
                            .formatted(before.name()));
        }
        OnStage stage = new OnStage(again, shown);
        Playing playing = new Playing(name, again, stage, players.apply(stage));
        current = playing;
        return playing;
    }

    private void perform(Playing playing) throws InterruptedException, CannotPlayException {
        try {
            do {
                playing.player().play();
            } while (playing.again());
            playing.stage().over();
        } catch (CancellationException e) {
            playing.stage().stopped();
            throw e;
        } catch (InterruptedException e) {
            playing.stage().stopped();
            throw e;
        } catch (RuntimeException | CannotPlayException e) {
            playing.stage().failed(String.valueOf(e.getMessage()));
            throw e;
        } finally {
            synchronized (this) {
                current = null;
            }
        }
    }

    private void performAsked(Playing playing) {
        try {
            perform(playing);
        } catch (CancellationException _) {
            // As somebody wished.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (CannotPlayException e) {
            LOG.warn(
                    "what was asked for cannot be played name={} reason={}",
                    playing.name(),
                    e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("What was asked for failed name={}", playing.name(), e);
        }
    }
}
