package dev.manykitchens.cli.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.cli.dashboard.LiveDashboard;
import dev.manykitchens.core.pool.PoolOptions;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

class ScenePlayerTest {

    private static final Promise SECOND = Promise.waits(Duration.ofSeconds(1));

    @Test
    void aSceneThatKeepsItsPromisesIsPlayedOnce() throws InterruptedException {
        Showing showing = play(taking(1.01));

        assertThat(showing.kept()).isTrue();
        assertThat(showing.tries()).isEqualTo(1);
    }

    @Test
    void aSceneThatWasDisturbedIsPlayedAgain() throws InterruptedException {
        Showing showing = play(taking(2, 1.01));

        assertThat(showing.kept()).isTrue();
        assertThat(showing.tries()).isEqualTo(2);
    }

    @Test
    void aSceneThatNeverKeepsItsPromiseFailsInTheEnd() throws InterruptedException {
        Showing showing = play(taking(2, 2, 2));

        assertThat(showing.kept()).isFalse();
        assertThat(showing.tries()).isEqualTo(ScenePlayer.MOST_TRIES);
    }

    @Test
    void aWrongResultIsNotGivenAnotherTry() throws InterruptedException {
        List<String> results = new ArrayList<>(List.of("[4, 1]", "[1, 4]"));
        Showing showing =
                play(stage ->
                        stage.check(
                                "results",
                                Promise.exactly("[1, 4]"),
                                Measured.said(results.removeFirst()),
                                ""));

        assertThat(showing.kept()).isFalse();
        assertThat(showing.tries()).isEqualTo(1);
    }

    @Test
    void aWrongResultIsNotGivenAnotherTryBecauseSomethingWasAlsoSlow() throws InterruptedException {
        Showing showing =
                play(stage -> {
                    stage.check("slow", SECOND, Measured.seconds(2), "");
                    stage.check("wrong", Promise.exactly("1"), Measured.said("2"), "");
                });

        assertThat(showing.tries()).isEqualTo(1);
    }

    @Test
    void aJobThatFailsBreaksThePromiseAndSaysWhy() throws InterruptedException {
        Showing showing =
                play(stage -> {
                    try (ScenePool pool = stage.open("sequential")) {
                        pool.perform(stage.jobs("fail", "the milk is sour"));
                    }
                });

        assertThat(showing.kept()).isFalse();
        assertThat(showing.tries()).isEqualTo(1);
        assertThat(showing.lines().getLast().remark())
                .contains("job 1 of fail on sequential")
                .contains("the milk is sour");
    }

    @Test
    void aPoolThatDoesNotOpenBreaksThePromiseAndSaysWhy() throws InterruptedException {
        Showing showing = play(stage -> stage.open("cluster").close());

        assertThat(showing.kept()).isFalse();
        assertThat(showing.lines().getLast().remark()).startsWith("cluster did not open");
    }

    @Test
    void nothingBeginsOnceTheDemoWasStopped() {
        ScenePlayer player =
                new ScenePlayer(
                        PoolOptions.defaults(),
                        Casting.AS_WRITTEN,
                        1,
                        Audience.NONE,
                        LiveDashboard.NONE);
        player.stop();

        assertThatThrownBy(() -> player.play(scene(stage -> stage.open("sequential").close())))
                .isInstanceOf(CancellationException.class);
    }

    private static Scene.Play taking(double... seconds) {
        List<Double> left = new ArrayList<>();
        for (double each : seconds) {
            left.add(each);
        }
        return stage -> stage.check("pool", SECOND, Measured.seconds(left.removeFirst()), "");
    }

    private static Scene scene(Scene.Play play) {
        return new Scene(
                "fake",
                "Does it?",
                "It does.",
                new Teaching("Perhaps.", "That it does.", Lesson.THREADS),
                play);
    }

    private static Showing play(Scene.Play play) throws InterruptedException {
        // Whether other programs are busy makes no difference here, so nothing waits for them.
        return new ScenePlayer(
                        PoolOptions.defaults(),
                        Casting.AS_WRITTEN,
                        1,
                        Audience.NONE,
                        LiveDashboard.NONE,
                        Duration.ZERO)
                .play(scene(play));
    }
}
