package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.report.json.Json;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// `kitchen drill` as a process of its own, with leases short enough for a test.
@Tag("jvm")
@Order(1)
class DrillTest {

    @TempDir private Path folder;

    @Test
    void noJobIsLostAndNoneComesTwiceWhateverIsKilledPausedOrRestarted() throws Exception {
        KitchenProcess drill =
                start(
                        "--faults",
                        "kill,pause,restart",
                        "--lease",
                        "1500ms",
                        "--suspect",
                        "600ms",
                        "--quiet",
                        "500ms",
                        "--json");

        assertThat(drill.await()).as(drill.err()).isZero();
        JsonNode score = Json.tree(drill.out());
        assertThat(score.get("kept").asBoolean()).isTrue();
        assertThat(score.get("lost").asInt()).isZero();
        assertThat(score.get("twice").asInt()).isZero();
        List<JsonNode> faults = score.get("faults").valueStream().toList();
        assertThat(faults)
                .extracting(fault -> fault.get("fault").asString())
                .containsExactly(
                        "kill kitchen-1",
                        "pause kitchen-2 for 750ms",
                        "pause kitchen-2 for 3.5s",
                        "restart the coordinator");
        assertThat(faults)
                .as("%s", score)
                .allMatch(fault -> fault.get("jobs").asInt() > 0)
                .allMatch(fault -> fault.get("in_progress").asInt() > 0)
                .allMatch(fault -> !fault.get("recovery_seconds").isNull());
        JsonNode pause = faults.get(2);
        // What the paused worker had ran elsewhere when the lease was over, and not before; what it
        // reported when it went on came too late.
        assertThat(pause.get("run_again").asInt()).isPositive();
        assertThat(pause.get("dropped").asInt()).isPositive();
        assertThat(pause.get("longest_seconds").asDouble()).isGreaterThan(1.2);
    }

    @Test
    void whateverItStartedEndsWithItThoughItIsKilledWhileAWorkerStandsStill() throws Exception {
        KitchenProcess drill =
                start("--faults", "pause", "--workers", "2", "--quiet", "500ms", "--lease", "20s");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> drill.err().contains("pause kitchen-2"));
        List<ProcessHandle> all = drill.descendants();
        assertThat(all).hasSizeGreaterThanOrEqualTo(3);

        drill.killAlone();

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --workers 1            | kitchen drill: --workers must be from 2 to 32, was 1
                    --faults kill,flood    | kitchen drill: --faults must be some of kill,pause,cut,restart, separated by commas, was "flood"
                    --lease 1s             | kitchen drill: --lease must be longer than --suspect, were 1s and 2s; add --suspect 400ms (its default is 2s)
                    --lease 0s             | kitchen drill: --lease must be longer than --suspect, and that longer than nothing, were 0s and 2s
                    --quiet 0s             | kitchen drill: --quiet must be at least 0.5s, was 0s
                    --coordinator a:7070   | kitchen drill: a cluster of yours is struck by commands of yours, none was given; add --kill COMMAND, or --cut COMMAND and --mend COMMAND, as kitchen drill --help shows
                    --kill true --lease 3s | kitchen drill: --lease is for a cluster of the drill's own, and --kill for one of yours; leave one of them out
                    --coordinator a:7070 --workers 3        | kitchen drill: --workers is for a cluster of the drill's own, and --coordinator for one of yours; leave one of them out
                    --coordinator a:7070 --cut true         | kitchen drill: --cut must be undone, no command says how; add --mend COMMAND
                    --coordinator a:7070 --mend true        | kitchen drill: --mend undoes what --cut has done, was given without it; add --cut COMMAND
                    --coordinator a:7070 --start true       | kitchen drill: --start starts what --kill has killed, was given without it; add --kill COMMAND
                    """)
    void whatCannotBePlayedIsRefusedInOneLine(String options, String complaint) {
        TestShell shell = TestShell.piped();

        assertThat(shell.run(("drill " + options).split(" "))).isEqualTo(ExitCode.MISTAKE);
        assertThat(shell.err().lines()).containsExactly(complaint);
    }

    private KitchenProcess start(String... options) throws Exception {
        String[] args = new String[options.length + 1];
        args[0] = "drill";
        System.arraycopy(options, 0, args, 1, options.length);
        return KitchenProcess.start(folder, Map.of(), args);
    }
}
