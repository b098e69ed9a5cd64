package dev.manykitchens.coordinator.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.manykitchens.proto.link.Role;
import dev.manykitchens.proto.link.Token;
import dev.manykitchens.proto.v1.WorkRequest;

import io.grpc.ManagedChannel;
import io.grpc.Status;

import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// Whoever comes in numbers, or with much, keeps nobody else out.
@ResourceLock(Resources.SYSTEM_ERR)
@Order(1)
class FloodTest {

    /// A worker joins within this time, whatever goes on; as a rule within some milliseconds.
    private static final Duration JOINS_WITHIN = Duration.ofSeconds(4);

    private static final String WORK = "manykitchens.v1.WorkerService/Work";
    private static final int MORE_THAN_FIT = Strangers.MOST_STRANGERS + 100;

    /// The transport refuses a message by its length: the reason may be overtaken by the end.
    private static final Status.Code[] CUT_OFF = {
        Status.Code.RESOURCE_EXHAUSTED, Status.Code.CANCELLED
    };

    private static final byte[] LARGE = new byte[100_000_000];

    private static final Tuple DISPLACED =
            tuple(
                    Status.Code.RESOURCE_EXHAUSTED,
                    "at most 256 streams can wait to say hello as a worker, this one waited longest; say hello at once");
    private static final Tuple OUT_OF_PATIENCE =
            tuple(
                    Status.Code.DEADLINE_EXCEEDED,
                    "a worker must say hello within 5 s, said nothing");

    private static ServedCluster cluster;

    @BeforeAll
    static void serve(@TempDir Path directory) throws Exception {
        cluster = new ServedCluster(directory);
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @AfterEach
    void theOthersGoOn() throws Exception {
        cluster.requireWorking();
        await().until(() -> cluster.workers().equals(List.of("good")));
    }

    @Test
    void hundredsOfStreamsThatSayNothingKeepNoWorkerOut() throws Exception {
        // The second time shows that the places of the first are free again.
        for (int round = 0; round < 2; round++) {
            List<RawWorker> silent = strangers(cluster.token(Role.WORKER), MORE_THAN_FIT);
            requireThatAWorkerJoins();
            List<Status> ends = new ArrayList<>();
            for (RawWorker stranger : silent) {
                ends.add(stranger.end());
            }
            assertThat(ends)
                    .extracting(Status::getCode, Status::getDescription)
                    .containsOnly(DISPLACED, OUT_OF_PATIENCE);
            // As many as do not fit, and one for the worker that joined.
            assertThat(
                            ends.stream()
                                    .map(Status::getCode)
                                    .filter(Status.Code.RESOURCE_EXHAUSTED::equals))
                    .hasSizeBetween(100, 101);
        }
        requireThatAWorkerJoins();
    }

    @Test
    void hundredsOfConnectionsThatNeverFinishTheirHandshakeKeepNoWorkerOut() throws Exception {
        List<Socket> halfOpen = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), cluster.port());
                socket.setSoTimeout(20_000);
                halfOpen.add(socket);
            }
            requireThatAWorkerJoins();
            for (Socket socket : halfOpen) {
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
        } finally {
            for (Socket socket : halfOpen) {
                socket.close();
            }
        }
    }

    @Test
    void thousandsOfJoinsWithWrongTokensKeepNoWorkerOut() throws Exception {
        Token wrong = new Token(Role.WORKER, Token.newSecret(), cluster.trust());
        List<ManagedChannel> channels =
                IntStream.range(0, 8).mapToObj(_ -> cluster.channel(wrong)).toList();
        long begin = System.nanoTime();
        for (int round = 0; round < 10; round++) {
            List<RawWorker> flood = new ArrayList<>();
            for (ManagedChannel channel : channels) {
                for (int i = 0; i < 50; i++) {
                    RawWorker worker = new RawWorker(channel);
                    worker.say(RawWorker.hello("flood", 1));
                    flood.add(worker);
                }
            }
            requireThatAWorkerJoins();
            for (RawWorker worker : flood) {
                cluster.requireRefusal(
                        worker.end(), Status.Code.UNAUTHENTICATED, "the token must be the one");
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf("4000 joins with a wrong token refused in %.1f s%n", seconds);
    }

    @Test
    void aMessageOf100MegabytesIsNotTakenFromWhoIsNotAdmitted() throws Exception {
        Token wrong = new Token(Role.WORKER, Token.newSecret(), cluster.trust());
        assertThat(bytesTakenOf(wrong, Status.Code.UNAUTHENTICATED)).isLessThan(4L << 20);
        // Who has a token and says no hello.
        assertThat(bytesTakenOf(cluster.token(Role.WORKER), CUT_OFF)).isLessThan(4L << 20);
    }

    @Test
    void aMessageOf100MegabytesFromAWorkerEndsItsStreamAlone() throws Exception {
        try (Relay relay = new Relay(cluster.port())) {
            ManagedChannel channel = cluster.channel(cluster.token(Role.WORKER), relay.port());
            RawCall call =
                    new RawCall(channel, WORK)
                            .send(
                                    WorkRequest.newBuilder()
                                            .setHello(RawWorker.hello("large", 1, "nothing_here"))
                                            .build()
                                            .toByteArray());
            await().until(() -> cluster.workers().contains("large"));
            Status status = call.send(LARGE).end();

            assertThat(status.getCode()).isIn((Object[]) CUT_OFF);
            cluster.requireSilence(String.valueOf(status.getDescription()));
            assertThat(relay.recorded().length).isLessThan(4 << 20);
        }
    }

    /// How much of a large message went up before the coordinator refused it.
    private static long bytesTakenOf(Token token, Status.Code... codes) throws Exception {
        try (Relay relay = new Relay(cluster.port())) {
            RawCall call = new RawCall(cluster.channel(token, relay.port()), WORK).send(LARGE);
            assertThat(call.end().getCode()).isIn((Object[]) codes);
            cluster.requireSilence(String.valueOf(call.end().getDescription()));
            return relay.recorded().length;
        }
    }

    private static List<RawWorker> strangers(Token token, int count) {
        List<RawWorker> strangers = new ArrayList<>();
        ManagedChannel channel = cluster.channel(token);
        for (int i = 0; i < count; i++) {
            // A connection has at most 64 calls.
            channel = i % 50 == 0 ? cluster.channel(token) : channel;
            strangers.add(new RawWorker(channel));
        }
        return strangers;
    }

    private static void requireThatAWorkerJoins() throws Exception {
        long begin = System.nanoTime();
        RawWorker worker = cluster.stranger();
        worker.say(RawWorker.hello("late", 1, "nothing_here"));
        assertThat(worker.awaitWelcome().getWorker()).isEqualTo("late");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(JOINS_WITHIN);
        worker.leave();
        assertThat(worker.end().isOk()).isTrue();
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin)).isLessThan(20);
    }
}
