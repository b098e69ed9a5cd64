package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.coordinator.link.CoordinatorServer;
import dev.manykitchens.coordinator.link.Greeting;
import dev.manykitchens.coordinator.link.TransportThread;
import dev.manykitchens.coordinator.link.WorkerHello;
import dev.manykitchens.coordinator.link.WorkerLink;
import dev.manykitchens.coordinator.link.WorkerListener;
import dev.manykitchens.coordinator.link.WorkerMessage;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.Trust;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// `kitchen worker` as a process of its own, and how it ends.
@Tag("jvm")
class WorkerSignalsTest {

    private static final String SECRET = Token.newSecret();

    @TempDir private Path folder;

    private final Coordinator coordinator = new Coordinator();
    private final List<KitchenProcess> started = new ArrayList<>();
    private final TransportThread thread = new TransportThread();
    private CoordinatorServer server;

    @BeforeEach
    void listen() throws Exception {
        server = CoordinatorServer.onLoopback(SECRET, coordinator, thread);
    }

    @AfterEach
    void close() {
        started.forEach(KitchenProcess::kill);
        server.close();
        thread.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aSignalLetsItFinishAndLeave(String signal) throws Exception {
        KitchenProcess worker = start(SECRET, "--name", "bistro", "--threads", "3");
        WorkerHello hello = coordinator.atWork.get(60, TimeUnit.SECONDS);
        assertThat(hello.wantedName()).isEqualTo("bistro");
        assertThat(hello.threads()).isEqualTo(3);

        worker.signal(signal);
        coordinator.drainWanted.get(60, TimeUnit.SECONDS).drain("as it wished");

        assertThat(worker.await()).as(worker.err()).isZero();
        assertThat(coordinator.farewell).isCompleted();
        assertThat(worker.err().lines())
                .containsExactly(
                        "kitchen worker: joined as bistro, 3 threads, coordinator 127.0.0.1:"
                                + server.address().getPort(),
                        "kitchen worker: told to leave: takes no more and finishes what it has; once more to end now",
                        "kitchen worker: drains: as it wished",
                        "kitchen worker: left: drained");
        assertThat(worker.out()).isEmpty();
    }

    @Test
    void aSecondCtrlCEndsItNow() throws Exception {
        KitchenProcess worker = start(SECRET);
        coordinator.atWork.get(60, TimeUnit.SECONDS);

        worker.interrupt();
        coordinator.drainWanted.get(60, TimeUnit.SECONDS);
        worker.interrupt();

        assertThat(worker.await()).isEqualTo(ExitCode.INTERRUPTED);
    }

    @Test
    void itsOwnPauseIsNotTheCoordinatorsSilence() throws Exception {
        KitchenProcess worker = start(SECRET);
        coordinator.atWork.get(60, TimeUnit.SECONDS);

        worker.signal("STOP");
        // What is tested is that time passes.
        Thread.sleep(Coordinator.SILENCE.plusMillis(500));
        worker.signal("CONT");
        coordinator.lateBeat.get(60, TimeUnit.SECONDS);
        worker.signal("TERM");
        coordinator.drainWanted.get(60, TimeUnit.SECONDS).drain("as it wished");

        assertThat(worker.await()).isZero();
        assertThat(worker.err()).doesNotContain("silent", "lost", "back");
    }

    @Test
    void aRefusalIsOneLine() throws Exception {
        KitchenProcess worker = start(Token.newSecret());

        assertThat(worker.await()).isEqualTo(ExitCode.FAILED);
        assertThat(worker.err().lines())
                .containsExactly(
                        "kitchen worker: the token must be the one that this coordinator gave out, was another; copy it again");
    }

    private KitchenProcess start(String secret, String... options) throws Exception {
        String[] args = new String[options.length + 1];
        args[0] = "worker";
        System.arraycopy(options, 0, args, 1, options.length);
        String join =
                new Token(Role.WORKER, secret, new Trust.Nobody()).text()
                        + "@127.0.0.1:"
                        + server.address().getPort();
        KitchenProcess worker = KitchenProcess.start(folder, Map.of("KITCHEN_JOIN", join), args);
        started.add(worker);
        return worker;
    }

    /// Welcomes one worker and answers its heartbeats.
    private static final class Coordinator implements WorkerListener {

        private static final Duration SILENCE = Duration.ofSeconds(4);

        private final CompletableFuture<Void> lateBeat = new CompletableFuture<>();

        /// Completes with its hello when it has been welcomed and its heart beats.
        private final CompletableFuture<WorkerHello> atWork = new CompletableFuture<>();

        private volatile WorkerHello said = new WorkerHello("nobody", "", 1, 1, List.of());
        private final CompletableFuture<WorkerLink> drainWanted = new CompletableFuture<>();
        private final CompletableFuture<String> farewell = new CompletableFuture<>();

        @Override
        public void joined(WorkerLink link, WorkerHello hello) {
            link.welcome(
                    new Greeting(
                            hello.wantedName().isEmpty() ? "w1" : hello.wantedName(),
                            Duration.ofMillis(100),
                            SILENCE,
                            Map.of(),
                            0,
                            false));
            said = hello;
        }

        @Override
        public void said(WorkerLink link, WorkerMessage message, long heardNanos) {
            switch (message) {
                case WorkerMessage.Beat beat -> {
                    link.echo(beat.sentNanos(), heardNanos, 0);
                    atWork.complete(said);
                    if (beat.lateNanos() > SILENCE.toNanos()) {
                        lateBeat.complete(null);
                    }
                }
                case WorkerMessage.DrainWanted _ -> drainWanted.complete(link);
                case WorkerMessage.Farewell(String reason) -> farewell.complete(reason);
                case WorkerMessage.CreditsTotal _,
                        WorkerMessage.ResultsSent _,
                        WorkerMessage.ResourceWanted _,
                        WorkerMessage.ResourceGivenBack _,
                        WorkerMessage.LeaseGivenBack _ -> {}
            }
            link.acknowledge();
        }

        @Override
        public void ended(WorkerLink link, Optional<String> failure) {
            if (failure.isEmpty()) {
                link.complete();
            }
        }

        @Override
        public void expelled(WorkerLink link, String why) {
            ended(link, Optional.of(why));
        }
    }
}
