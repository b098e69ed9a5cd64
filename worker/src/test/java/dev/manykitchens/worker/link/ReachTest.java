package dev.manykitchens.worker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.stove.StoveSpec;
import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.link.Trust;
import dev.manykitchens.proto.v1.WorkRequest.MessageCase;
import dev.manykitchens.worker.JoinRequest;
import dev.manykitchens.worker.JoiningWorker;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.KeyManagerFactory;

/// Coordinators that are not there yet, or are not who they should be.
class ReachTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir private Path folder;

    @Test
    void aCoordinatorThatIsNotThereYetIsWaitedFor() throws Exception {
        int port = freePort();
        try (WorkerTrial worker = new WorkerTrial(port, WorkerTrial.TOKEN, false)) {
            assertThat(worker.line())
                    .startsWith("the coordinator at 127.0.0.1:" + port)
                    .contains("must be reachable, is not")
                    .contains("connection refused");

            try (FakeCoordinator coordinator = new FakeCoordinator(port, Optional.empty())) {
                coordinator.next().welcome(_ -> {});

                assertThat(worker.line()).startsWith("joined as w7");
            }
        }
    }

    @Test
    void onceIsNotAgain() throws Exception {
        try (WorkerTrial worker = new WorkerTrial(freePort(), WorkerTrial.TOKEN, true)) {
            assertThat(worker.ending().exitCode()).isEqualTo(1);
            assertThat(worker.ending().reason())
                    .startsWith("the coordinator did not take the worker")
                    .contains("connection refused");
        }
    }

    @Test
    void onceEndsWithItsFirstStreamAndPromisesNoReturn() throws Exception {
        try (FakeCoordinator coordinator = new FakeCoordinator();
                WorkerTrial worker = new WorkerTrial(coordinator.port(), WorkerTrial.TOKEN, true)) {
            FakeCoordinator.Call call = coordinator.next();
            assertThat(call.hello().getInstance()).isEmpty();
            call.welcome(_ -> {});
            call.say(WorkerTrial.chunk(1, "told", 5));
            assertThat(call.results().getSequence()).as("nothing is sent twice").isZero();

            call.complete();

            assertThat(worker.ending().reason()).startsWith("the coordinator is gone");
        }
    }

    @Test
    void theCertificateThatTheTokenNamesIsTrusted() throws Exception {
        Certified certified = certified("-validity", "30");
        try (FakeCoordinator coordinator = new FakeCoordinator(0, Optional.of(certified.tls()));
                WorkerTrial worker =
                        new WorkerTrial(
                                coordinator.port(), pinned(certified.fingerprint()), false)) {
            FakeCoordinator.Call call = coordinator.next();
            call.welcome(_ -> {});

            assertThat(call.next(MessageCase.CREDITS).getCredits().getTotal()).isEqualTo(2);
            assertThat(worker.hasEnded()).isFalse();
        }
    }

    @Test
    void anotherCertificateIsTheEnd() throws Exception {
        Certified certified = certified("-validity", "30");
        try (FakeCoordinator coordinator = new FakeCoordinator(0, Optional.of(certified.tls()));
                WorkerTrial worker =
                        new WorkerTrial(coordinator.port(), pinned("A".repeat(43)), false)) {
            assertThat(worker.ending().exitCode()).isEqualTo(1);
            assertThat(worker.ending().reason())
                    .startsWith(
                            "the coordinator's certificate must be the one that the token names")
                    .endsWith("get a new token from the coordinator's machine");
            assertThat(coordinator.hasCalls()).isFalse();
        }
    }

    @Test
    void soIsOneThatHasEnded() throws Exception {
        Certified certified = certified("-startdate", "-10d", "-validity", "2");
        try (FakeCoordinator coordinator = new FakeCoordinator(0, Optional.of(certified.tls()));
                WorkerTrial worker =
                        new WorkerTrial(
                                coordinator.port(), pinned(certified.fingerprint()), false)) {
            assertThat(worker.ending().exitCode()).isEqualTo(1);
            assertThat(worker.ending().reason())
                    .startsWith("the coordinator's certificate must be valid now, is not (NotAfter")
                    .endsWith("renew it, or set the clocks of both machines right");
        }
    }

    @Test
    void andOneThatNoAuthorityVouchesFor() throws Exception {
        Certified certified = certified("-validity", "30");
        Token token = new Token(Role.WORKER, Token.newSecret(), new Trust.Authorities());
        try (FakeCoordinator coordinator = new FakeCoordinator(0, Optional.of(certified.tls()));
                WorkerTrial worker = new WorkerTrial(coordinator.port(), token, false)) {
            assertThat(worker.ending().exitCode()).isEqualTo(1);
            assertThat(worker.ending().reason())
                    .startsWith("the coordinator's certificate must be trusted here, is not")
                    .contains("--tls-ca");
        }
    }

    @Test
    void aTokenForAClientIsRefusedBeforeAnythingIsDialled() {
        Token client = new Token(Role.CLIENT, Token.newSecret(), new Trust.Nobody());

        assertThatThrownBy(() -> worker(client.text() + "@127.0.0.1:7070"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the token must be one for a worker, is one for a client; kitchen coordinator prints both");
    }

    @ParameterizedTest
    @CsvSource({
        "SECRET, had no @",
        "TOKEN@here, must be HOST:PORT",
        "TOKEN@here:0, from 1 to 65535",
        "worker.SECRET@here:1, had 6 characters",
        "SECRET@here:1, must begin with worker."
    })
    void whatCannotBeJoinedIsRefusedWithoutRepeatingTheSecret(String join, String said) {
        String token = WorkerTrial.TOKEN.text();

        assertThatThrownBy(() -> worker(join.replace("TOKEN", token)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(said)
                .hasMessageNotContainingAny("SECRET", WorkerTrial.TOKEN.secret());
    }

    private static JoiningWorker worker(String join) {
        JoinRequest request =
                new JoinRequest(
                        join,
                        "",
                        1,
                        StoveSpec.UNLIMITED,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        1);
        assertThat(request.toString()).doesNotContain(join);
        return JoiningWorker.of(request, RecipeBook.of(List.of()), _ -> {});
    }

    private static Token pinned(String fingerprint) {
        return new Token(Role.WORKER, Token.newSecret(), new Trust.Pinned(fingerprint));
    }

    private static int freePort() throws Exception {
        try (FakeCoordinator coordinator = new FakeCoordinator()) {
            return coordinator.port();
        }
    }

    private record Certified(SslContext tls, String fingerprint) {}

    /// A certificate as keytool makes it.
    private Certified certified(String... validity) throws Exception {
        Path store = folder.resolve("store.p12");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keyalg",
                                "EC",
                                "-alias",
                                "coordinator",
                                "-dname",
                                "CN=coordinator",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                new String(PASSWORD)));
        command.addAll(List.of(validity));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(store)) {
            keys.load(file, PASSWORD);
        }
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        SslContext tls =
                GrpcSslContexts.configure(SslContextBuilder.forServer(factory))
                        .protocols("TLSv1.3")
                        .build();
        return new Certified(
                tls, Trust.fingerprint((X509Certificate) keys.getCertificate("coordinator")));
    }
}
