package dev.manykitchens.cli;

import dev.manykitchens.cli.cluster.ServedCluster;
import dev.manykitchens.cli.member.MemberProcess;
import dev.manykitchens.coordinator.membership.Peers;
import dev.manykitchens.coordinator.serve.Premises;
import dev.manykitchens.coordinator.serve.ServeOptions;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.pool.CoordinatorAddress;
import dev.manykitchens.report.history.RunShelf;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Does once what takes the most classes, so that the JVM can keep them ready for the next starts:
/// three coordinators become one, then a job runs on a worker JVM. Not a command: the launcher and
/// the image start it with `-XX:ArchiveClassesAtExit`.
///
/// Whoever leads next after a failure is waited for by everybody, and a member loads 9,000 classes
/// before it can vote.
public final class ClassTraining {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int MEMBERS = 3;
    private static final List<String> SHARED = List.of("certificate.p12", "tokens.json");

    private ClassTraining() {}

    /// Does so, and ends the JVM with the exit code of the job's run.
    public static void main(String[] args) throws InterruptedException {
        try {
            Path folder = Files.createTempDirectory("class-training");
            try {
                lead(folder);
            } finally {
                delete(folder);
            }
        } catch (IOException | RuntimeException e) {
            // Where there is no loopback, say: the rest is worth it, too.
            System.err.println(
                    "kitchen: the classes of members cannot be trained: " + e.getMessage());
        }
        KitchenMain.main(new String[] {"run", "compute_square", "1", "-p", "processes:1"});
    }

    private static void lead(Path folder) throws IOException, InterruptedException {
        List<Peers.Peer> all = peers();
        CountDownLatch led = new CountDownLatch(1);
        List<AutoCloseable> open = new ArrayList<>();
        try {
            for (int i = 0; i < all.size(); i++) {
                Peers.Peer own = all.get(i);
                Path home = Files.createDirectories(folder.resolve(Integer.toString(i)));
                ServeOptions options = options(own, home);
                copyState(folder.resolve("0"), home);
                Premises premises = Premises.open(options, InstantSource.system());
                open.add(premises);
                open.add(
                        MemberProcess.start(
                                new MemberProcess.Setting(
                                        options,
                                        new Peers(all, own),
                                        ClassTraining::serve,
                                        news -> {
                                            if (news.startsWith("leads, ")) {
                                                led.countDown();
                                            }
                                        }),
                                premises));
            }
            if (!led.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("nobody leads after " + LIMIT);
            }
        } finally {
            for (AutoCloseable each : open.reversed()) {
                close(each);
            }
        }
    }

    private static void close(AutoCloseable each) throws IOException {
        try {
            each.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static ServedCluster serve(ServedCluster.Starting starting) throws IOException {
        return ServedCluster.start(
                starting,
                Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                RunShelf.withoutFolder(),
                KitchenVersion.version(),
                EventSink.NONE,
                InstantSource.system());
    }

    private static ServeOptions options(Peers.Peer own, Path folder) {
        return new ServeOptions(
                own.address(),
                Optional.empty(),
                folder.resolve("state"),
                Optional.of(folder.resolve("data")),
                ServeOptions.Keep.USUAL,
                CoordinatorAddress.Certificates.NONE,
                false,
                false,
                DispatchOptions.DEFAULTS);
    }

    /// They know each other by the certificate that all of them have.
    private static void copyState(Path from, Path to) throws IOException {
        Path state = to.resolve("state");
        if (from.equals(to)) {
            return;
        }
        Files.createDirectory(
                state,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (String name : SHARED) {
            Files.copy(from.resolve("state").resolve(name), state.resolve(name));
        }
    }

    private static List<Peers.Peer> peers() throws IOException {
        List<ServerSocket> probes = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * MEMBERS; i++) {
                probes.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<Peers.Peer> peers = new ArrayList<>();
            for (int i = 0; i < MEMBERS; i++) {
                peers.add(
                        new Peers.Peer(
                                "127.0.0.1:" + probes.get(2 * i).getLocalPort(),
                                "127.0.0.1:" + probes.get(2 * i + 1).getLocalPort()));
            }
            return peers;
        } finally {
            for (ServerSocket probe : probes) {
                probe.close();
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }
}
