package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.report.json.Json;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// `kitchen drill --coordinator` on a coordinator and a worker that were there before.
@Tag("jvm")
@Order(1)
class DrillFoundClusterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir private static Path folder;

    private static Path tokens;
    private static Path pid;
    private static String coordinator;
    private static KitchenProcess worker;

    @TempDir private Path own;

    @BeforeAll
    static void serve() throws Exception {
        tokens = folder.resolve("tokens");
        pid = folder.resolve("pid");
        // What a service of the system does: starts it, leaves it alone, knows its number.
        Files.writeString(
                folder.resolve("start"),
                """
                '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp '%s' %s \
                  coordinator --listen "127.0.0.1:$1" --http off --state '%s' --print-tokens-to '%s' &
                echo $! > '%s'
                """
                        .formatted(
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                System.getProperty("java.class.path"),
                                KitchenMain.class.getName(),
                                folder.resolve("state"),
                                tokens,
                                pid));
        assertThat(
                        new ProcessBuilder("sh", folder.resolve("start").toString(), "0")
                                .redirectErrorStream(true)
                                .redirectOutput(folder.resolve("said").toFile())
                                .start()
                                .waitFor())
                .isZero();
        Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(tokens));
        coordinator =
                Files.readAllLines(tokens).stream()
                        .filter(line -> line.startsWith("KITCHEN_COORDINATOR="))
                        .findFirst()
                        .orElseThrow()
                        .substring("KITCHEN_COORDINATOR=".length());
        Path joined = folder.resolve("joined");
        worker =
                KitchenProcess.start(
                        Files.createDirectory(folder.resolve("worker")),
                        Map.of(),
                        "worker",
                        "--join-file",
                        tokens.toString(),
                        "--threads",
                        "2",
                        "--joined-file",
                        joined.toString());
        Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(joined));
    }

    @AfterAll
    static void end() throws Exception {
        worker.kill();
        coordinator().destroyForcibly();
    }

    private static ProcessHandle coordinator() throws Exception {
        return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
    }

    @Test
    void noJobIsLostThoughTheCoordinatorIsKilledAndStartedAgain() throws Exception {
        ProcessHandle before = coordinator();

        KitchenProcess drill =
                drill(
                        "--kill",
                        "kill -9 $(cat '" + pid + "')",
                        "--start",
                        "sh '" + folder.resolve("start") + "' $KITCHEN_MEMBER_PORT",
                        "--quiet",
                        "500ms",
                        "--json");

        assertThat(drill.await()).as(drill.err()).isZero();
        assertThat(before.isAlive()).isFalse();
        assertThat(coordinator().isAlive()).isTrue();
        JsonNode score = Json.tree(drill.out());
        assertThat(score.get("kept").asBoolean()).isTrue();
        assertThat(score.get("coordinators").valueStream().map(JsonNode::asString))
                .containsExactly(coordinator);
        assertThat(score.get("workers").asInt()).isEqualTo(1);
        assertThat(score.get("slots").asInt()).isEqualTo(2);
        List<JsonNode> faults = score.get("faults").valueStream().toList();
        assertThat(faults)
                .extracting(fault -> fault.get("fault").asString())
                .containsExactly("restart the coordinator " + coordinator);
        JsonNode restart = faults.getFirst();
        assertThat(restart.get("jobs").asInt()).isPositive();
        assertThat(restart.get("recovery_seconds").asDouble()).isPositive();
        assertThat(restart.get("command_seconds").asDouble()).isPositive();
        assertThat(restart.get("another_leads_seconds").isNull()).isTrue();
    }

    @Test
    void whoeverIsCutOffIsMendedThoughTheDrillIsToldToEnd() throws Exception {
        KitchenProcess drill = cutFor("24h");

        drill.signal("TERM");

        assertThat(drill.await()).isEqualTo(128 + 15);
        assertThat(own.resolve("mended")).exists();
        assertThat(drill.err())
                .contains("kitchen drill: --mend was carried out\nkitchen drill: interrupted\n");
    }

    @Test
    void whoeverIsCutOffIsMendedThoughTheDrillIsKilled() throws Exception {
        KitchenProcess drill = cutFor("24h");

        drill.killAlone();

        Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(own.resolve("mended")));
    }

    /// Starts a drill, and returns when it has stopped the coordinator.
    private KitchenProcess cutFor(String pause) throws Exception {
        KitchenProcess drill =
                drill(
                        "--cut",
                        "kill -STOP $(cat '" + pid + "') && touch '" + own.resolve("cut") + "'",
                        "--mend",
                        "kill -CONT $(cat '" + pid + "') && touch '" + own.resolve("mended") + "'",
                        "--pause",
                        pause,
                        "--quiet",
                        "500ms");
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> Files.exists(own.resolve("cut")) || !drill.isAlive());
        assertThat(own.resolve("mended")).as(drill.err()).doesNotExist();
        return drill;
    }

    private KitchenProcess drill(String... options) throws Exception {
        String[] args = new String[options.length + 5];
        System.arraycopy(
                new String[] {
                    "drill", "--coordinator", coordinator, "--token-file", tokens.toString()
                },
                0,
                args,
                0,
                5);
        System.arraycopy(options, 0, args, 5, options.length);
        return KitchenProcess.start(own, Map.of(), args);
    }
}
