package dev.manykitchens.coordinator.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.manykitchens.core.job.JobResult;
import dev.manykitchens.core.pool.JobFuture;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.Trust;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// The worker of `docs/how-to/worker-in-another-language.md`, which knows nothing of us but the
/// contract.
@Tag("jvm")
@ResourceLock(Resources.SYSTEM_ERR)
class ForeignWorkerTest {

    /// Debian's, which has grpcio from Debian's packages.
    private static final String PYTHON = "/usr/bin/python3";

    private static final Path WORKER = Path.of("../docs/how-to/worker_in_python.py");
    private static final Path CONTRACT = Path.of("../proto/src/main/protobuf");

    /// So many batches end early: whether leases are queued at that moment is a matter of luck.
    private static final int CLIENTS_THAT_GO = 5;

    private static ServedCluster cluster;

    private final List<Process> started = new ArrayList<>();

    @BeforeAll
    static void serve(@TempDir Path directory) throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of(PYTHON)), "needs " + PYTHON + ", there is none");
        Process tools =
                new ProcessBuilder(
                                PYTHON,
                                "-c",
                                "import grpc, google.protobuf, shutil, sys; sys.exit(shutil.which('protoc') is None)")
                        .start();
        Assumptions.assumeTrue(
                tools.waitFor(60, TimeUnit.SECONDS) && tools.exitValue() == 0,
                "needs grpcio and protoc: apt install python3-grpcio python3-protobuf protobuf-compiler");
        cluster = new ServedCluster(directory);
    }

    @AfterEach
    void endWorkers() {
        started.forEach(Process::destroyForcibly);
    }

    @AfterAll
    static void close() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void aWorkerInPythonComputesSquaresOfAnySizeAndLeavesInOrder(@TempDir Path directory)
            throws Exception {
        Path said = directory.resolve("said");
        Process worker = start(cluster.token(Role.WORKER), "snake", said);
        awaitWorkers("good", "snake");
        long before = cluster.view("snake").orElseThrow().succeeded();
        cluster.goodWorker().beat();

        // As many as both have threads for, so that it gets its share.
        List<Object> inputs = new ArrayList<>(LongStream.range(0, 5_000).boxed().toList());
        BigInteger large = BigInteger.TWO.pow(200).subtract(BigInteger.ONE);
        BigInteger edge = BigInteger.TWO.pow(63);
        inputs.addAll(List.of(large, large.negate(), edge, edge.negate(), Long.MIN_VALUE, -3));
        List<Object> squares = new ArrayList<>(cluster.pool().map("compute_square", inputs));
        for (int job = 0; job < inputs.size(); job++) {
            BigInteger n = new BigInteger(inputs.get(job).toString());
            assertThat(new BigInteger(squares.get(job).toString())).isEqualTo(n.multiply(n));
        }
        assertThat(cluster.view("snake").orElseThrow().succeeded()).isGreaterThan(before);

        worker.destroy();
        assertThat(worker.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(said)).contains("joined as snake").contains("left");
        assertThat(worker.exitValue()).isZero();
        awaitWorkers("good");
    }

    @Test
    void aWorkerGetsOnlyRecipesThatItKnows(@TempDir Path directory) throws Exception {
        Process _ = start(cluster.token(Role.WORKER), "snake", directory.resolve("said"));
        awaitWorkers("good", "snake");
        RawWorker echo =
                cluster.stranger()
                        .join(
                                RawWorker.hello("echo", 1, "echo_integer"),
                                RawWorker.computing(n -> n));
        long before = cluster.view("snake").orElseThrow().succeeded();

        for (int n = 0; n < 100; n++) {
            JobFuture job = cluster.pool().submit("echo_integer", n);
            assertThat(job.get(20, TimeUnit.SECONDS)).isEqualTo((long) n);
        }

        assertThat(cluster.view("echo").orElseThrow().succeeded()).isEqualTo(100);
        assertThat(cluster.view("snake").orElseThrow().succeeded()).isEqualTo(before);
        echo.leave();
        assertThat(echo.end().isOk()).isTrue();
    }

    /// Its leases are still queued when it hears that their batch has ended: it must know what they
    /// are, or its one thread is gone and everything that it is given later stays with it.
    @Test
    @Timeout(120)
    void aBatchThatEndsBeforeItsLeasesDoesNotStopTheWorker(@TempDir Path directory)
            throws Exception {
        Process _ = start(cluster.token(Role.WORKER), "snake", directory.resolve("said"));
        awaitWorkers("good", "snake");
        BigInteger large = BigInteger.TWO.pow(20_000).subtract(BigInteger.ONE);

        for (int client = 0; client < CLIENTS_THAT_GO; client++) {
            try (Pool gone =
                            Pools.open(
                                    PoolSpec.parse("cluster"),
                                    PoolOptions.defaults().withCoordinator(cluster.address()));
                    Stream<JobResult> results =
                            gone.mapUnordered(
                                    "compute_square", Collections.nCopies(20_000, large))) {
                assertThat(results.limit(500).count()).isEqualTo(500);
                await().atMost(Duration.ofSeconds(20))
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> cluster.view("snake").orElseThrow().chunks() > 1);
            }
        }

        List<Object> inputs = new ArrayList<>(LongStream.range(0, 5_000).boxed().toList());
        assertThat(cluster.pool().map("compute_square", inputs)).hasSize(5_000);
    }

    @Test
    void itShowsItsSecretToNobodyElse(@TempDir Path directory) throws Exception {
        Token another =
                new Token(
                        Role.WORKER,
                        cluster.secret(Role.WORKER),
                        new Trust.Pinned(Token.newSecret()));
        Path said = directory.resolve("said");
        Process worker = start(another, "fooled", said);

        assertThat(worker.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(worker.exitValue()).isEqualTo(1);
        assertThat(Files.readString(said))
                .contains("the coordinator's certificate must be the one that the token names");
        assertThat(cluster.workers()).containsExactly("good");
    }

    private Process start(Token token, String name, Path said) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                                PYTHON,
                                WORKER.toString(),
                                "127.0.0.1:" + cluster.port(),
                                CONTRACT.toString(),
                                name)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile());
        builder.environment().put("KITCHEN_TOKEN", token.text());
        Process worker = builder.start();
        started.add(worker);
        return worker;
    }

    private static void awaitWorkers(String... names) {
        await().atMost(Duration.ofSeconds(60)).until(() -> cluster.takers().equals(List.of(names)));
    }
}
