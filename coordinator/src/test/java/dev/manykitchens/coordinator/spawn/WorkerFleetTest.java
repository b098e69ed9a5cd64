package dev.manykitchens.coordinator.spawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.manykitchens.coordinator.loop.LoopThread;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.stove.StoveSpec;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.Trust;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A fleet of real processes that are no JVMs: a shell that sleeps as long as a file is there when
/// it starts, and else fails.
@Tag("jvm")
@Isolated("looks at all processes")
class WorkerFleetTest {

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final Heard heard = new Heard();
    @TempDir private Path folder;

    @AfterEach
    void close() {
        executor.shutdownNow();
    }

    @Test
    void aFleetIsReadyWhenAllHaveJoinedAndEmptyWhenAllHaveEnded() throws Exception {
        WorkerFleet fleet = fleet(2, true);
        on(() -> start(fleet));
        assertThat(on(() -> fleet.expects("w1"))).isTrue();
        assertThat(on(() -> fleet.expects("w3"))).isFalse();

        on(() -> join(fleet, "w1"));
        assertThat(fleet.ready()).isNotDone();
        on(() -> join(fleet, "w2"));
        assertThat(fleet.ready()).isCompleted();
        assertThat(on(() -> fleet.expects("w1"))).isFalse();

        on(() -> stop(fleet));
        assertThat(fleet.empty()).isNotDone();
        fleet.killAll();
        fleet.empty().get(10, TimeUnit.SECONDS);
        assertThat(heard.gaveUp).isEmpty();
    }

    @Test
    void aFleetWhoseWorkersFailAtOnceSaysWhy() throws Exception {
        WorkerFleet fleet = fleet(2, false);

        on(() -> start(fleet));

        assertThat(catchThrowable(() -> fleet.ready().get(10, TimeUnit.SECONDS)))
                .hasMessageContaining("worker JVMs cannot be started")
                .hasMessageContaining("ended with exit code 9, saying: no flour");
    }

    @Test
    void aDeadWorkerIsReportedWithItsLastWordsAndReplaced() throws Exception {
        WorkerFleet fleet = fleet(1, true);
        on(() -> start(fleet));
        on(() -> join(fleet, "w1"));

        Awaitility.await().until(() -> ProcessHandle.current().children().anyMatch(this::isOurs));
        ProcessHandle.current()
                .children()
                .filter(this::isOurs)
                .forEach(ProcessHandle::destroyForcibly);

        assertThat(heard.gone.poll(10, TimeUnit.SECONDS))
                .isEqualTo("w1 was killed by SIGKILL (exit code 137), saying: at the stove");
        assertThat(on(() -> fleet.expects("w2"))).isTrue();
        on(() -> stop(fleet));
        fleet.killAll();
        fleet.empty().get(10, TimeUnit.SECONDS);
    }

    @Test
    void aFleetWhoseReplacementsFailAgainAndAgainGivesUp() throws Exception {
        WorkerFleet fleet = fleet(1, true);
        on(() -> start(fleet));
        on(() -> join(fleet, "w1"));
        Files.delete(flour());

        on(() -> giveUp(fleet, "w1"));

        assertThat(heard.gaveUp.poll(20, TimeUnit.SECONDS))
                .contains("worker JVMs cannot be started")
                .contains("worker w5")
                .contains("no flour");
        assertThat(heard.gone).as("who was given up is not reported again").isEmpty();
    }

    private WorkerFleet fleet(int size, boolean flour) throws Exception {
        if (flour) {
            Files.createFile(flour());
        }
        String script =
                "test -e '%s' || { echo no flour; exit 9; }; echo at the stove; exec sleep 600"
                        .formatted(flour());
        JvmStarter starter =
                new JvmStarter(
                        new WorkerCommand(
                                List.of("sh", "-c", script), WorkerClassPath.of(List.of())),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                        new Token(Role.WORKER, Token.newSecret(), new Trust.Nobody()),
                        1,
                        StoveSpec.UNLIMITED,
                        List.of());
        return new WorkerFleet(
                new Workforce() {
                    @Override
                    public String plural() {
                        return "worker JVMs";
                    }

                    @Override
                    public int size() {
                        return size;
                    }

                    @Override
                    public SpawnedWorker start(
                            String worker, int place, Consumer<ExitReport> onExit)
                            throws IOException {
                        return starter.start(worker, place, onExit);
                    }

                    @Override
                    public void requireRunnable(Recipe recipe) {}

                    @Override
                    public void close() {}
                },
                new LoopThread() {
                    @Override
                    public void post(Runnable task) {
                        executor.execute(task);
                    }

                    @Override
                    public void schedule(Duration delay, Runnable task) {
                        var _ = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                    }

                    @Override
                    public long now() {
                        return System.nanoTime();
                    }
                },
                heard);
    }

    private Path flour() {
        return folder.resolve("flour");
    }

    private boolean isOurs(ProcessHandle process) {
        return process.info().command().filter(command -> command.endsWith("sleep")).isPresent();
    }

    /// Runs an action on the fleet's thread.
    private <T> T on(Callable<T> action) throws Exception {
        return executor.submit(action).get(10, TimeUnit.SECONDS);
    }

    private static boolean start(WorkerFleet fleet) {
        fleet.start();
        return true;
    }

    private static boolean join(WorkerFleet fleet, String worker) {
        fleet.joined(worker);
        return true;
    }

    private static boolean stop(WorkerFleet fleet) {
        fleet.stop();
        return true;
    }

    private static boolean giveUp(WorkerFleet fleet, String worker) {
        fleet.givenUp(worker, "silent");
        return true;
    }

    private static final class Heard implements FleetListener {

        private final BlockingQueue<String> gone = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> gaveUp = new LinkedBlockingQueue<>();

        @Override
        public void gone(String worker, String lastWords) {
            gone.add(worker + " " + lastWords);
        }

        @Override
        public void dismissed(String worker) {}

        @Override
        public void gaveUp(String reason) {
            gaveUp.add(reason);
        }
    }
}
