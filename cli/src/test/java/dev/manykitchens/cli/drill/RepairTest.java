package dev.manykitchens.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Users' commands, with a real shell.
@Tag("jvm")
@Execution(ExecutionMode.CONCURRENT)
class RepairTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(50);

    @TempDir private Path folder;

    @Test
    void aCommandIsToldOfWhomItIsForInVariablesThatNoShellReadsAsCommands() throws Exception {
        Path said = folder.resolve("said");
        String evil = "$(touch " + folder.resolve("evil") + ")";

        double seconds =
                ShellCommand.run(
                        "--kill",
                        "printf '%s|%s|%s' \"$KITCHEN_MEMBER\" \"$KITCHEN_MEMBER_HOST\" \"$KITCHEN_MEMBER_PORT\" > "
                                + said,
                        new StrikeCommands.Struck("m1", evil + ":7070").environment(),
                        LONG,
                        _ -> {});

        assertThat(Files.readString(said)).isEqualTo("m1|" + evil + "|7070");
        assertThat(folder.resolve("evil")).doesNotExist();
        assertThat(seconds).isPositive();
    }

    @Test
    void aHostOfVersionSixHasNoBrackets() {
        assertThat(new StrikeCommands.Struck("", "[2001:db8::7]:7070").environment())
                .containsEntry("KITCHEN_MEMBER_HOST", "2001:db8::7")
                .containsEntry("KITCHEN_MEMBER_PORT", "7070")
                .containsEntry("KITCHEN_MEMBER", "");
    }

    @Test
    void aCommandThatFailsIsOneLineWithItsExitCodeAndLastWords() {
        assertThatThrownBy(() ->
                        ShellCommand.run(
                                "--kill",
                                "echo first; echo 'no such\tpod' >&2\nexit 3",
                                Map.of(),
                                LONG,
                                _ -> {}))
                .isInstanceOf(DrillFailedException.class)
                .hasMessageStartingWith(
                        "--kill must end with exit code 0, ended with 3: echo first; echo 'no such")
                .hasMessageMatching("(?s).*; it said: no such.{1,3}pod")
                .message()
                .hasLineCount(1);
    }

    @Test
    void aCommandThatDoesNotEndIsKilledWithWhatItStarted() throws Exception {
        Path pid = folder.resolve("pid");
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

        long child;
        try (ShellCommand command =
                ShellCommand.start(
                        "--cut",
                        "sh -c 'echo $$ > %s; mv %s %s; read _ < %s'; exit 0"
                                .formatted(
                                        folder.resolve("part"), folder.resolve("part"), pid, pipe),
                        Map.of())) {
            Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(pid));
            child = Long.parseLong(Files.readString(pid).strip());

            assertThatThrownBy(() -> command.await(SHORT))
                    .hasMessageStartingWith("--cut must end within 0 s, did not, it was killed; ")
                    .hasMessageEndingWith("; it said nothing");
        }

        Awaitility.await()
                .atMost(LONG)
                .until(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void whatIsOwedIsMadeOnceWhenItIsAskedFor() throws Exception {
        Path done = folder.resolve("done");
        try (Repair repair = Repair.owe("--mend", "echo mended >> " + done, Map.of(), LONG)) {
            assertThat(done).doesNotExist();

            repair.make();
            repair.make();

            assertThat(Files.readAllLines(done)).containsExactly("mended");
        }
        assertThat(Files.readAllLines(done)).containsExactly("mended");
    }

    @Test
    void whatIsOwedIsMadeWhenNobodyAsksForIt() throws Exception {
        Path done = folder.resolve("done");

        Repair.owe("--mend", "echo \"$WHO\" > " + done, Map.of("WHO", "b"), LONG).close();

        assertThat(done).hasContent("b");
    }

    @Test
    void whatIsOwedIsMadeThoughTheDrillIsInterruptedAndItsShellIsToldToEnd() throws Exception {
        Path done = folder.resolve("done");
        try (Repair repair = Repair.owe("--mend", "echo mended > " + done, Map.of(), LONG)) {
            for (String signal : List.of("INT", "TERM", "HUP")) {
                signal(signal, repair.pid());
            }
            Thread.currentThread().interrupt();
            assertThatThrownBy(repair::make).isInstanceOf(InterruptedException.class);
        }

        Awaitility.await().atMost(LONG).untilAsserted(() -> assertThat(done).hasContent("mended"));
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        assertThat(
                        new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid)
                                .inheritIO()
                                .start()
                                .waitFor())
                .isZero();
    }

    @Test
    void whatPutsRightAndDoesNotEndGoesOn() throws Exception {
        Path pid = folder.resolve("pid");
        Path pipe = folder.resolve("pipe");
        Path done = folder.resolve("done");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        try (Repair repair =
                Repair.owe(
                        "--start",
                        "echo $$ > " + pid + "; read _ < " + pipe + "; echo started > " + done,
                        Map.of(),
                        SHORT)) {
            assertThatThrownBy(repair::make)
                    .hasMessageStartingWith("--start must end within 0 s, did not, it goes on; ");
        }

        Files.writeString(pipe, "\n");
        Awaitility.await().atMost(LONG).untilAsserted(() -> assertThat(done).hasContent("started"));
    }

    @Test
    void whatIsLeftInTheBackgroundHoldsNobodyUpAndCanBeToldToEnd() throws Exception {
        Path pid = folder.resolve("pid");
        try (Repair repair =
                Repair.owe("--start", "sleep 600 & echo $! > " + pid, Map.of(), LONG)) {
            repair.make();
        }
        long started = Long.parseLong(Files.readString(pid).strip());
        assertThat(ProcessHandle.of(started)).isPresent();

        signal("TERM", started);

        Awaitility.await()
                .atMost(LONG)
                .until(() -> ProcessHandle.of(started).filter(ProcessHandle::isAlive).isEmpty());
    }
}
