package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.cli.terminal.Interrupts;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;

class OperateTest {

    @TempDir private static Path folder;

    private static ServedHere served;
    private static Path tokens;

    @BeforeAll
    static void serve() throws Exception {
        served = ServedHere.start(folder);
        tokens = served.tokenFile(folder);
    }

    @AfterAll
    static void end() throws Exception {
        served.close();
    }

    @Test
    void statusIsForPeopleAndAsJsonForPrograms() {
        TestShell text = run(0, "status");
        TestShell json = run(0, "status", "--json");

        assertThat(text.out()).startsWith("Coordinator ").contains("No worker is here");
        assertThat(JsonMapper.shared().readTree(json.out()).path("schema").asString())
                .isEqualTo("manykitchens.status/1");
    }

    @Test
    void aPipeGetsOneFrameWithoutAnythingThatATerminalObeys() {
        TestShell top = run(0, "top", "--every", "100ms");

        assertThat(top.out())
                .startsWith("coordinator ")
                .contains("jobs: ")
                .doesNotContain("\u001b");
    }

    @Test
    void aTerminalIsDrawnOnAndRestored() {
        CtrlC ctrlC = new CtrlC();
        TestShell terminal = TestShell.terminal(80, ctrlC);
        ctrlC.after(() -> terminal.out().split("jobs: ", -1).length > 2);

        assertThat(run(terminal, "top", "--every", "100ms")).isZero();

        assertThat(terminal.out())
                .startsWith("\u001b[?1049h\u001b[?25l\u001b[H")
                .contains("coordinator ")
                .endsWith("\u001b[?25h\u001b[?1049l");
    }

    /// Presses Ctrl-C once.
    private static final class CtrlC implements Interrupts {

        private final CompletableFuture<IntConsumer> taken = new CompletableFuture<>();

        void after(Callable<Boolean> seen) {
            var _ =
                    taken.thenAcceptAsync(signal -> {
                        Awaitility.await().atMost(Duration.ofMinutes(1)).until(seen);
                        signal.accept(INTERRUPT);
                    });
        }

        @Override
        public Watch watch(Runnable stop) {
            return new TestShell.Quiet(false);
        }

        @Override
        public Watch takeOver(IntConsumer onSignal) {
            taken.complete(onSignal);
            return new TestShell.Quiet(false);
        }
    }

    @Test
    void whoIsNotThereIsNamed() {
        assertThat(run(1, "drain", "nobody", "no-one").err())
                .contains("\"nobody\"", "\"no-one\"")
                .hasLineCount(1);
        assertThat(run(1, "cancel", "9").err()).contains("the number 9").hasLineCount(1);
    }

    @Test
    void aBatchThatNobodyHandedInIsNotListedAndHasNoResult() {
        assertThat(run(0, "jobs").out()).startsWith("No batch is here.");
        assertThat(run(1, "result", "9").err())
                .startsWith(
                        "kitchen result: batch 9 must be one that this coordinator has, is none")
                .hasLineCount(1);
    }

    @Test
    void aCoordinatorThatIsNotThereIsOneLine() {
        TestShell shell = TestShell.piped();

        int exit =
                shell.run(
                        "status",
                        "--coordinator",
                        "127.0.0.1:1",
                        "--token-file",
                        tokens.toString());

        assertThat(exit).isEqualTo(ExitCode.FAILED);
        assertThat(shell.err())
                .startsWith(
                        "kitchen status: the coordinator at 127.0.0.1:1 must be there, connection refused")
                .hasLineCount(1);
    }

    @Test
    void aClusterWithoutWorkersTakesNoPrefetchAndNoStoves() {
        assertThat(run(2, "run", "compute_square", "1", "-p", "cluster", "--prefetch", "2").err())
                .contains("kitchen coordinator --prefetch");
        assertThat(run(2, "run", "compute_square", "1", "-p", "cluster+gil").err())
                .contains("see kitchen worker --stoves");
    }

    private static TestShell run(int exit, String... arguments) {
        TestShell shell = TestShell.piped();
        assertThat(run(shell, arguments)).as(shell.err()).isEqualTo(exit);
        return shell;
    }

    private static int run(TestShell shell, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--coordinator", served.address(), "--token-file", tokens.toString()));
        return shell.run(all.toArray(String[]::new));
    }
}
