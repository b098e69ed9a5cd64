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

    static Stream<String> scenesWithinThisJvm() {
        return Scenes.names().stream().filter(WITHIN_THIS_JVM::contains);
    }

    static Stream<String> scenesWithWorkerJvms() {
        return Scenes.names().stream().filter(name -> !WITHIN_THIS_JVM.contains(name));
    }

    static void assertKept(String name) throws InterruptedException {
        ScenePlayer player = new ScenePlayer(PoolOptions.defaults(), SCALE, Audience.NONE);
        Showing showing = player.play(Scenes.get(name));

        assertThat(showing.lines())
                .allSatisfy(line -> assertThat(line.kept()).as(words(line)).isTrue());
    }

    private static String words(Line line) {
        return "%s: promised %s, measured %s (%s)"
                .formatted(
                        line.label(), line.promise().text(), line.measured().text(), line.remark());
    }
}
