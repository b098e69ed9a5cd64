package dev.manykitchens.coordinator.spawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.manykitchens.coordinator.link.CoordinatorServer;
import dev.manykitchens.coordinator.link.Greeting;
import dev.manykitchens.coordinator.link.TransportThread;
import dev.manykitchens.coordinator.link.WorkerHello;
import dev.manykitchens.coordinator.link.WorkerLink;
import dev.manykitchens.coordinator.link.WorkerListener;
import dev.manykitchens.coordinator.link.WorkerMessage;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.Trust;
import dev.manykitchens.proto.link.WorkerSettings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// One real worker JVM and a coordinator that says what the test wants: when and how it ends.
@Tag("jvm")
class WorkerProcessTest {

    private static final String SECRET = Token.newSecret();
    private static final String TOKEN = token(SECRET);
    private static final long ME = ProcessHandle.current().pid();

    private final CompletableFuture<ExitReport> exit = new CompletableFuture<>();
    private final Coordinator coordinator = new Coordinator();
    private final TransportThread thread = new TransportThread();
    private CoordinatorServer server;

    @BeforeEach
    void listen() throws IOException {
        server = CoordinatorServer.onLoopback(SECRET, coordinator, thread);
    }

    @AfterEach
    void close() {
        server.close();
        thread.close();
    }

    @Test
    @Execution(CONCURRENT)
    void aWorkerThatIsTerminatedAsksToBeDrainedSaysGoodbyeAndExitsWithZero() throws Exception {
        coordinator.drains = true;
        start(settings(server.address(), TOKEN, ME));
        WorkerHello hello = coordinator.joined.get(30, TimeUnit.SECONDS);

        signal("TERM", hello.pid());

        assertThat(coordinator.farewell.get(10, TimeUnit.SECONDS)).isNotBlank();
        assertThat(exit.get(10, TimeUnit.SECONDS).exitCode()).isZero();
    }

    @Test
    @Execution(CONCURRENT)
    void aSecondSignalEndsItAtOnce() throws Exception {
        start(settings(server.address(), TOKEN, ME));
        WorkerHello hello = coordinator.joined.get(30, TimeUnit.SECONDS);

        signal("TERM", hello.pid());
        coordinator.drainWanted.get(10, TimeUnit.SECONDS);
        signal("TERM", hello.pid());

        assertThat(exit.get(10, TimeUnit.SECONDS).exitCode()).isEqualTo(143);
    }

    @Test
    @Execution(CONCURRENT)
    void interruptsFromTheTerminalAreNotItsBusiness() throws Exception {
        coordinator.drains = true;
        start(settings(server.address(), TOKEN, ME));
        WorkerHello hello = coordinator.joined.get(30, TimeUnit.SECONDS);

        signal("INT", hello.pid());
        coordinator.awaitBeat();
        coordinator.awaitBeat();

        assertThat(exit).isNotDone();
        signal("TERM", hello.pid());
        assertThat(exit.get(10, TimeUnit.SECONDS).exitCode()).isZero();
    }

    @Test
    @Execution(CONCURRENT)
    void aWorkerWithTheWrongTokenIsRefusedWithASentenceThatItRepeats() throws Exception {
        start(settings(server.address(), token(Token.newSecret()), ME));

        ExitReport report = exit.get(30, TimeUnit.SECONDS);

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.lastWords())
                .contains("the token must be the one that this coordinator gave out");
        assertThat(coordinator.joined).isNotDone();
    }

    @Test
    @Execution(CONCURRENT)
    void aWorkerWhoseCoordinatorFallsSilentEndsItself() throws Exception {
        coordinator.silence = Duration.ofSeconds(2);
        coordinator.echoes = false;
        start(settings(server.address(), TOKEN, ME));
        coordinator.joined.get(30, TimeUnit.SECONDS);

        ExitReport report = exit.get(10, TimeUnit.SECONDS);

        assertThat(report.exitCode()).isEqualTo(3);
        assertThat(report.lastWords()).contains("the coordinator was silent for 2 s");
    }

    @Test
    @Execution(CONCURRENT)
    void aWorkerWhoseCoordinatorEndsTheStreamEndsItself() throws Exception {
        start(settings(server.address(), TOKEN, ME));
        coordinator.joined.get(30, TimeUnit.SECONDS);

        server.close();

        assertThat(exit.get(5, TimeUnit.SECONDS).exitCode()).isEqualTo(3);
    }

    @Test
    @Execution(CONCURRENT)
    void aWorkerWhoseParentIsGoneEndsItselfThoughTheStreamIsOpen() throws Exception {
        Process parent = new ProcessBuilder("true").start();
        parent.waitFor();
        start(settings(server.address(), TOKEN, parent.pid()));

        ExitReport report = exit.get(30, TimeUnit.SECONDS);

        assertThat(report.exitCode()).isEqualTo(3);
        assertThat(report.lastWords()).contains("its parent process is gone");
    }

    @Test
    @Execution(CONCURRENT)
    void aWorkerThatFindsNobodySaysSo() throws Exception {
        InetSocketAddress nobody = server.address();
        server.close();
        start(settings(nobody, TOKEN, ME));

        ExitReport report = exit.get(30, TimeUnit.SECONDS);

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.lastWords()).contains("the coordinator did not take the worker");
    }

    @Test
    @Execution(CONCURRENT)
    void aWorkerThatIsToldNothingSaysHowItIsMeantToBeStarted() throws Exception {
        Process process = command().toProcess().start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(said)
                .contains("must be told its host on its standard input")
                .contains("processes:N");
    }

    private void start(WorkerSettings settings) throws IOException {
        WorkerProcess.start(command(), settings, exit::complete);
    }

    private static WorkerCommand command() {
        return WorkerCommand.of(new PoolSpec.Kind.Processes(1, 1), List.of(), Optional.empty());
    }

    private static String token(String secret) {
        return new Token(Role.WORKER, secret, new Trust.Nobody()).text();
    }

    private static WorkerSettings settings(InetSocketAddress to, String token, long parent) {
        return new WorkerSettings(
                to.getAddress().getHostAddress(), to.getPort(), token, "w1", 1, 0, 0, parent, 1);
    }

    private static void signal(String name, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor())
                .isZero();
    }

    /// Welcomes one worker and then does what its switches say.
    private static final class Coordinator implements WorkerListener {

        private final CompletableFuture<WorkerHello> joined = new CompletableFuture<>();
        private final CompletableFuture<String> drainWanted = new CompletableFuture<>();
        private final CompletableFuture<String> farewell = new CompletableFuture<>();
        private volatile CompletableFuture<Void> nextBeat = new CompletableFuture<>();
        private volatile Duration silence = Duration.ofSeconds(30);
        private volatile boolean echoes = true;
        private volatile boolean drains;

        @Override
        public void joined(WorkerLink link, WorkerHello hello) {
            link.welcome(new Greeting("w1", Duration.ofMillis(100), silence, Map.of(), 0, false));
            joined.complete(hello);
        }

        @Override
        public void said(WorkerLink link, WorkerMessage message, long heardNanos) {
            switch (message) {
                case WorkerMessage.Beat beat -> {
                    if (echoes) {
                        link.echo(beat.sentNanos(), heardNanos, 0);
                    }
                    nextBeat.complete(null);
                }
                case WorkerMessage.DrainWanted(String reason) -> {
                    if (drains) {
                        link.drain(reason);
                    }
                    drainWanted.complete(reason);
                }
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

        void awaitBeat() throws Exception {
            nextBeat = new CompletableFuture<>();
            nextBeat.get(10, TimeUnit.SECONDS);
        }
    }
}
