package dev.manykitchens.cli.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.manykitchens.cli.dashboard.LiveDashboard;
import dev.manykitchens.core.pool.PoolOptions;

import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.stream.Stream;

/// Plays a scene for real at a twentieth of its length, as often as a demo would. Where so many
/// other programs want the cores that no time can be trusted, broken promises about time are no
/// verdict; wrong results always are.
final class SceneTrial {

    private static final double SCALE = 0.05;

    /// So many threads that want each core. What the scenes start themselves is far less.
    private static final double TOO_BUSY = 3;

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
        ScenePlayer player =
                new ScenePlayer(
                        PoolOptions.defaults(),
                        Casting.AS_WRITTEN,
                        SCALE,
                        Audience.NONE,
                        LiveDashboard.NONE);
        Showing showing = player.play(Scenes.get(name));

        if (ScenePlayer.worthAnotherTry(showing.lines())) {
            double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
            assumeThat(load)
                    .as("a machine that is quiet enough to judge times on; its load is")
                    .isLessThan(TOO_BUSY * Runtime.getRuntime().availableProcessors());
        }
        assertThat(showing.lines())
                .allSatisfy(line -> assertThat(line.kept()).as(words(line)).isTrue());
    }

    private static String words(Line line) {
        return "%s: promised %s, measured %s (%s)"
                .formatted(
                        line.label(), line.promise().text(), line.measured().text(), line.remark());
    }
}
