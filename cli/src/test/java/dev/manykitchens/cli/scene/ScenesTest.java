package dev.manykitchens.cli.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.core.pool.PoolOptions;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

class ScenesTest {

    private static final double SCALE = 0.05;

    /// Scenes that open no worker JVM; every other one counts as one that does.
    private static final Set<String> WITHIN_THIS_JVM =
            Set.of(
                    "downloads",
                    "three-waits",
                    "convoy",
                    "free-the-stove",
                    "coffee-shop",
                    "grading",
                    "tea-and-toast",
                    "hybrid");

    @Test
    void everySceneHasItsPlaceInTheListing() {
        assertThat(Scenes.names())
                .containsExactly(
                        "compute-square",
                        "futures",
                        "tea-shop",
                        "downloads",
                        "three-waits",
                        "random-waits",
                        "two-tasks",
                        "heavy-sum",
                        "one-stove",
                        "convoy",
                        "free-the-stove",
                        "coffee-shop",
                        "shared-till",
                        "grading",
                        "tea-and-toast",
                        "hybrid",
                        "which-pool");
    }

    @Test
    void anUnknownSceneSuggestsTheNearest() {
        assertThatThrownBy(() -> Scenes.get("tea-shoop"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a scene must be one that is known here, was \"tea-shoop\"; did you mean"
                                + " tea-shop?");
    }

    @Test
    void aSceneThatIsNotLikeAnyPointsToTheList() {
        assertThatThrownBy(() -> Scenes.get("washing-up")).hasMessageContaining("demo --list");
    }

    @ParameterizedTest
    @MethodSource
    void scenesWithinThisJvmKeepTheirPromises(Scene scene) throws InterruptedException {
        assertKept(scene);
    }

    @Tag("jvm")
    @ParameterizedTest
    @MethodSource
    void scenesWithWorkerJvmsKeepTheirPromises(Scene scene) throws InterruptedException {
        assertKept(scene);
    }

    static List<Scene> scenesWithinThisJvmKeepTheirPromises() {
        return WITHIN_THIS_JVM.stream().sorted().map(Scenes::get).toList();
    }

    static Stream<Scene> scenesWithWorkerJvmsKeepTheirPromises() {
        return Scenes.all().stream().filter(scene -> !WITHIN_THIS_JVM.contains(scene.name()));
    }

    private static void assertKept(Scene scene) throws InterruptedException {
        Showing showing = new ScenePlayer(PoolOptions.defaults(), SCALE, Audience.NONE).play(scene);

        assertThat(showing.lines())
                .allSatisfy(line -> assertThat(line.kept()).as(say(line)).isTrue());
    }

    private static String say(Line line) {
        return "%s: promised %s, measured %s (%s)"
                .formatted(
                        line.label(), line.promise().text(), line.measured().text(), line.remark());
    }
}
