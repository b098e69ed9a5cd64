package dev.manykitchens.cli.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.manykitchens.cli.dashboard.LiveDashboard;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.report.dashboard.Piece;
import dev.manykitchens.report.dashboard.PlayRequest;
import dev.manykitchens.report.dashboard.StageRow;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

@Isolated("replaces System.err")
@Timeout(60)
class ProgrammeTest {

    private final List<StageRow> shown = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);

    private final PlayableScene.Players players =
            (audience, live) ->
                    new ScenePlayer(PoolOptions.defaults(), Casting.AS_WRITTEN, 1, audience, live);

    @AutoClose
    private final Programme programme =
            new Programme(
                    List.of(
                            playable(scene("quick", stage -> told(stage, "2"))),
                            playable(
                                    scene(
                                            "endless",
                                            stage -> {
                                                try (ScenePool pool = stage.open("threads:1")) {
                                                    begun.countDown();
                                                    pool.perform(stage.jobs("wait", "1h"));
                                                }
                                            })),
                            new Sums(),
                            new Refused()));

    /// Something with pools, as a scenario is.
    private static final class Sums implements Playable {
        @Override
        public Piece piece() {
            return Piece.scenario("quick", "How much?", List.of("threads:1", "async"));
        }

        @Override
        public Player player(Optional<String> pool, OnStage stage, LiveDashboard live) {
            return new Player() {
                @Override
                public void play() {
                    stage.begins("quick", pool.orElseThrow());
                    stage.ended(
                            List.of(new StageRow.PromiseRow("sum", null, "2", null, "")),
                            "2 in all");
                }

                @Override
                public void stop() {}
            };
        }
    }

    /// Something whose pool does not open.
    private static final class Refused implements Playable {
        @Override
        public Piece piece() {
            return Piece.scenario("refused", "How many?", List.of("cluster"));
        }

        @Override
        public Player player(Optional<String> pool, OnStage stage, LiveDashboard live) {
            return new Player() {
                @Override
                public void play() throws CannotPlayException {
                    stage.begins("refused", "cluster");
                    throw new CannotPlayException(
                            "nobody answers:\nis it up?", new IllegalStateException("closed"));
                }

                @Override
                public void stop() {}
            };
        }
    }

    private PlayableScene playable(Scene scene) {
        return new PlayableScene(scene, Audience.NONE, players);
    }

    private String play(String name, boolean again) {
        return programme.play(PlayRequest.scene(name, again));
    }

    private void perform(Scene scene, List<Showing> heard)
            throws InterruptedException, CannotPlayException {
        programme.perform(
                "the command's own",
                (stage, live) ->
                        PlayableScene.player(List.of(scene), heard::add, stage, players, live));
    }

    @Test
    void whatIsAskedForIsPlayedAndItsPromiseStandsBesideWhatWasMeasured() {
        var playbill = programme.shownBy(shown::add);
        assertThat(playbill.pieces())
                .containsExactly(
                        Piece.scene("quick", "Does it?"),
                        Piece.scene("endless", "Does it?"),
                        Piece.scenario("quick", "How much?", List.of("threads:1", "async")),
                        Piece.scenario("refused", "How many?", List.of("cluster")));

        assertThat(playbill.play(PlayRequest.scene("quick", false))).isEqualTo("quick is played");

        await().until(() -> !shown.isEmpty() && !shown.getLast().playing());
        assertThat(shown.getFirst().playing()).isTrue();
        assertThat(shown.getFirst().promises()).isEmpty();
        assertThat(shown)
                .anySatisfy(row ->
                        assertThat(row.promises())
                                .containsExactly(
                                        new StageRow.PromiseRow("sum", "2", null, null, "")));
        assertThat(shown.getLast())
                .isEqualTo(
                        new StageRow(
                                Piece.Kind.SCENE,
                                "quick",
                                null,
                                false,
                                StageRow.Ending.PLAYED,
                                false,
                                1,
                                "1 of 1 promises kept",
                                List.of(new StageRow.PromiseRow("sum", "2", "2", true, "why"))));
    }

    @Test
    void whatIsPlayedAgainAndAgainGoesOnUntilItIsStopped() {
        programme.shownBy(shown::add);
        play("quick", true);
        await().until(() -> shown.stream().anyMatch(row -> row.times() >= 3));

        assertThat(programme.stop()).isEqualTo("quick is stopped");

        await().until(() -> !shown.getLast().playing());
        assertThat(shown.getLast().ending()).isEqualTo(StageRow.Ending.STOPPED);
        assertThat(shown.getLast().verdict()).isEmpty();
        assertThat(shown.getLast().again()).isTrue();
    }

    @Test
    void oneIsPlayedAtATimeAndStoppedInTheMiddleOfItsJobs() throws InterruptedException {
        programme.shownBy(shown::add);
        assertThatThrownBy(programme::stop).isInstanceOf(IllegalStateException.class);
        play("endless", false);
        begun.await();

        assertThatThrownBy(() -> play("quick", false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "one scene or scenario is played at a time, and endless is not over; stop it first");
        programme.stop();
        await().until(() -> !shown.getLast().playing());
        await().ignoreException(IllegalStateException.class)
                .until(() -> play("quick", false).equals("quick is played"));
    }

    @Test
    void theCommandsOwnScenesComeFirst() throws Exception {
        programme.shownBy(shown::add);
        List<Showing> own = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        perform(
                scene(
                        "own",
                        stage -> {
                            told(stage, "2");
                            try {
                                play("quick", false);
                            } catch (IllegalStateException e) {
                                refused.add(String.valueOf(e.getMessage()));
                            }
                        }),
                own);

        assertThat(own).hasSize(1);
        assertThat(refused).singleElement().asString().contains("the command's own is not over");
        assertThat(play("quick", false)).isEqualTo("quick is played");
    }

    @Test
    void thePageStopsTheCommandsOwnScenesToo() {
        programme.shownBy(shown::add);

        assertThatThrownBy(() -> perform(scene("own", _ -> programme.stop()), new ArrayList<>()))
                .isInstanceOf(CancellationException.class);
        assertThat(programme.isEnded()).isFalse();
    }

    @Test
    void whatIsNotOnTheListIsNotPlayed() {
        assertThatThrownBy(() -> play("slow", false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a scene must be on the list to be played, was \"slow\"");
    }

    @Test
    void aScenarioIsPlayedOnOneOfItsPoolsAndNoOther() {
        programme.shownBy(shown::add);
        for (String pool : List.of("threads:2", "", "threads:1,async")) {
            assertThatThrownBy(() -> programme.play(PlayRequest.scenario("quick", pool, false)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "the pool of quick must be one of its own, threads:1, async, was \"%s\""
                                    .formatted(pool));
        }
        assertThatThrownBy(() -> programme.play(PlayRequest.scenario("endless", "async", false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a scenario must be on the list to be played, was \"endless\"");
        assertThat(shown).isEmpty();

        assertThat(programme.play(PlayRequest.scenario("quick", "async", false)))
                .isEqualTo("quick is played on async");

        await().until(() -> !shown.isEmpty() && !shown.getLast().playing());
        assertThat(shown.getLast())
                .isEqualTo(
                        new StageRow(
                                Piece.Kind.SCENARIO,
                                "quick",
                                "async",
                                false,
                                StageRow.Ending.PLAYED,
                                false,
                                1,
                                "2 in all",
                                List.of(new StageRow.PromiseRow("sum", null, "2", null, ""))));
    }

    @Test
    void whatCannotBePlayedSaysSoInOneLineWithoutATrace() {
        programme.shownBy(shown::add);
        PrintStream before = System.err;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            programme.play(PlayRequest.scenario("refused", "cluster", false));
            // Returns when nothing is played any more.
            programme.close();
        } finally {
            System.setErr(before);
        }

        assertThat(shown.getLast().playing()).isFalse();
        assertThat(shown.getLast().ending()).isEqualTo(StageRow.Ending.FAILED);
        assertThat(shown.getLast().verdict()).isEqualTo("nobody answers: is it up?");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("cannot be played name=refused reason=nobody answers: is it up?")
                .doesNotContain("\tat ", "Exception");
    }

    @Test
    void nothingIsPlayedAfterTheEnd() throws InterruptedException {
        play("endless", true);
        begun.await();

        programme.close();

        programme.awaitEnd();
        assertThatThrownBy(() -> play("quick", false)).isInstanceOf(IllegalStateException.class);
    }

    private static void told(Stage stage, String measured) {
        stage.check("sum", Promise.exactly("2"), Measured.said(measured), "why");
    }

    private static Scene scene(String name, Scene.Play play) {
        return new Scene(
                name,
                "Does it?",
                "It does.",
                new Teaching("Perhaps.", "That it does.", Lesson.THREADS),
                play);
    }
}
