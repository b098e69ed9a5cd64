package dev.manykitchens.cli.scene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.pool.PoolOptions;

import java.util.Set;
import java.util.stream.Stream;

/// Plays a scene for real at a twentieth of its length, as often as a demo would.
final class SceneTrial {

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

    private SceneTrial() {}

    static Stream<Scene> scenesWithinThisJvm() {
        return Scenes.all().stream().filter(scene -> WITHIN_THIS_JVM.contains(scene.name()));
    }

    static Stream<Scene> scenesWithWorkerJvms() {
        return Scenes.all().stream().filter(scene -> !WITHIN_THIS_JVM.contains(scene.name()));
    }

    static void assertKept(Scene scene) throws InterruptedException {
        Showing showing = new ScenePlayer(PoolOptions.defaults(), SCALE, Audience.NONE).play(scene);

        assertThat(showing.lines())
                .allSatisfy(line -> assertThat(line.kept()).as(words(line)).isTrue());
    }

    private static String words(Line line) {
        return "%s: promised %s, measured %s (%s)"
                .formatted(
                        line.label(), line.promise().text(), line.measured().text(), line.remark());
    }
}
