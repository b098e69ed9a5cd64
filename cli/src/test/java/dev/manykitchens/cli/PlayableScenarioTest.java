package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.manykitchens.cli.recipes.RecipeJars;
import dev.manykitchens.cli.scenario.ScenarioReader;
import dev.manykitchens.cli.scene.Programme;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.report.dashboard.PlayRequest;
import dev.manykitchens.report.dashboard.StageRow;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

@Isolated("replaces System.err")
@Timeout(60)
class PlayableScenarioTest {

    private static final RecipeJars JARS = RecipeJars.load(List.of());

    private final List<StageRow> shown = new CopyOnWriteArrayList<>();

    @TempDir Path folder;

    @Test
    void aPoolThatDoesNotOpenIsSaidInOneLine() throws IOException {
        TestShell shell = TestShell.piped();
        Programme programme = new Programme(List.of(waits("processes:1000", "1ms", shell)));
        programme.shownBy(shown::add);

        PrintStream before = System.err;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            programme.play(PlayRequest.scenario("waits", "processes:1000", false));
            awaitPlayed();
            programme.close();
        } finally {
            System.setErr(before);
        }

        assertThat(shown.getLast().ending()).isEqualTo(StageRow.Ending.FAILED);
        assertThat(shown.getLast().verdict())
                .startsWith("processes must be")
                .contains("1000")
                .hasLineCount(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("cannot be played name=waits reason=processes must be from 1 to 256")
                .doesNotContain("\tat ", "Exception");
    }

    @Test
    void aStopBeforeThePoolIsOpenSaysWhatWasStopped() throws IOException {
        CompletableFuture<Runnable> stop = new CompletableFuture<>();
        // Stopped as soon as its head is printed: no pool is open then.
        TestShell shell = TestShell.watched(_ -> stop.join().run());
        Programme programme = new Programme(List.of(waits("threads:1", "20h", shell)));
        programme.shownBy(shown::add);
        stop.complete(programme::end);

        programme.play(PlayRequest.scenario("waits", "threads:1", true));
        awaitPlayed();
        programme.close();

        assertThat(shown.getLast().ending()).isEqualTo(StageRow.Ending.STOPPED);
        assertThat(shown.getLast().promises()).isEmpty();
        assertThat(shell.err())
                .isEqualTo("waits on threads:1 was stopped before its pool was open\n");
    }

    @Test
    void aGoalOfJobsThatAllFailIsNotKeptSinceNoneHasAResponseTime() throws IOException {
        TestShell shell = TestShell.piped();
        Path file =
                Files.writeString(
                        folder.resolve("fails.yaml"),
                        """
                        # How many fail?
                        name: fails
                        jobs: 2
                        steps:
                          - compute: fail(boom)
                        pools: [threads:1]
                        goal: p99<1s
                        """);
        Programme programme = new Programme(List.of(playable(file, "threads:1", shell)));
        programme.shownBy(shown::add);

        programme.play(PlayRequest.scenario("fails", "threads:1", false));
        awaitPlayed();
        programme.close();

        assertThat(shown.getLast().promises())
                .contains(
                        new StageRow.PromiseRow(
                                "response p99",
                                "below 1s",
                                "not known",
                                false,
                                "no job has a response time"),
                        new StageRow.PromiseRow("failed jobs", null, "2 of 2", null, ""));
    }

    private void awaitPlayed() {
        await().until(() -> !shown.isEmpty() && !shown.getLast().playing());
    }

    private PlayableScenario waits(String pool, String duration, TestShell shell)
            throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("waits.yaml"),
                        """
                        # For how long does it wait?
                        name: waits
                        jobs: 1
                        steps:
                          - wait: %s
                        """
                                .formatted(duration));
        return playable(file, pool, shell);
    }

    private static PlayableScenario playable(Path file, String pool, TestShell shell) {
        return new PlayableScenario(
                file.toString(),
                new RealScenario(ScenarioReader.read(file, JARS.book()), 1),
                List.of(PoolSpec.parse(pool)),
                PoolOptions.defaults(),
                JARS,
                shell.shell());
    }
}
