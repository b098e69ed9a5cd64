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
import java.util.Optional;

/// `kitchen drill --coordinator` on a coordinator and a worker that were there before.
@Tag("jvm")
@Order(1)
class DrillFoundClusterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir private static Path folder;

    private static Path tokens;
    private static Path pid;
    private static String coordinator;
    private static Optional<KitchenProcess> worker = Optional.empty();

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
                Optional.of(
                        KitchenProcess.start(
                                Files.createDirectory(folder.resolve("worker")),
                                Map.of(),
                                "worker",
                                "--join-file",
                                tokens.toString(),
                                "--threads",
                                "2",
                                "--joined-file",
                                joined.toString()));
        Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(joined));
    }

    @AfterAll
    static void end() throws Exception {
        // Whatever else went wrong, nobody but this test knows the coordinator.
        try {
            if (Files.exists(pid)) {
                found().ifPresent(ProcessHandle::destroyForcibly);
            }
        } finally {
            worker.ifPresent(KitchenProcess::kill);
        }
    }

    private static ProcessHandle coordinator() throws Exception {
        return found().orElseThrow();
    }

    private static Optional<ProcessHandle> found() throws Exception {
        return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
    }

    @Test
    void noJobIsLostThoughTheCoordinatorIsKilledAndStartedAgain() throws Exception {
        ProcessHandle before = coordinator();

        KitchenProcess drill =
                startDrill(
                        own,
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
    void whoeverIsCutOffIsMendedThoughTheDrillIsToldToEndOrIsKilled() throws Exception {
        Path go = own.resolve("go");
        Path striker = own.resolve("striker");
        // Both begin at the same time, because most of what they take is the start of a JVM. The
        // first stops the coordinator once the second is through with it.
        try (Cut told =
                        Cut.begin(
                                Files.createDirectory(own.resolve("told")),
                                "until [ -e '%s' ]; do sleep 0.1; done; kill -STOP $(cat '%s')"
                                        .formatted(go, pid),
                                "",
                                "kill -CONT $(cat '%s')".formatted(pid));
                Cut killed =
                        Cut.begin(
                                Files.createDirectory(own.resolve("killed")),
                                "echo $$ > '%s'".formatted(striker),
                                // It is still at work when its drill is killed.
                                " && exec sleep 600",
                                "true")) {
            killed.awaitCut();
            killed.drill().killAlone();
            killed.awaitMended();
            // One that has ended may wait for its parent, and has no command then.
            assertThat(
                            ProcessHandle.of(Long.parseLong(Files.readString(striker).strip()))
                                    .flatMap(strike -> strike.info().command()))
                    .as("it would strike what is mended")
                    .isEmpty();

            Files.createFile(go);
            told.awaitCut();
            told.drill().signal("TERM");

            assertThat(told.drill().await()).isEqualTo(128 + 15);
            assertThat(told.mended()).exists();
            assertThat(told.drill().err())
                    .contains(
                            "kitchen drill: --mend was carried out\nkitchen drill: interrupted\n");
        }
    }

    /// A drill that cuts off for longer than any test takes.
    private record Cut(KitchenProcess drill, Path cut, Path mended) implements AutoCloseable {

        /// @param after what the strike does when it has cut off
        static Cut begin(Path home, String cutting, String after, String mending) throws Exception {
            Path cut = home.resolve("cut");
            Path mended = home.resolve("mended");
            return new Cut(
                    startDrill(
                            home,
                            "--cut",
                            "%s && touch '%s'%s".formatted(cutting, cut, after),
                            "--mend",
                            "%s && touch '%s'".formatted(mending, mended),
                            "--pause",
                            "24h",
                            "--quiet",
                            "500ms"),
                    cut,
                    mended);
        }

        void awaitCut() throws Exception {
            Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(cut) || !drill.isAlive());
            assertThat(cut).as(drill.err()).exists();
            assertThat(mended).doesNotExist();
        }

        void awaitMended() {
            Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(mended));
        }

        @Override
        public void close() {
            drill.kill();
        }
    }

    private static KitchenProcess startDrill(Path home, String... options) throws Exception {
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
        return KitchenProcess.start(home, Map.of(), args);
    }
}
