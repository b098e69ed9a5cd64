package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.cli.cluster.ServedCluster;
import dev.manykitchens.cli.member.FreePorts;
import dev.manykitchens.cli.member.MemberProcess;
import dev.manykitchens.coordinator.membership.Peers;
import dev.manykitchens.coordinator.serve.Premises;
import dev.manykitchens.coordinator.serve.ServeOptions;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.pool.CoordinatorAddress;
import dev.manykitchens.report.history.RunShelf;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Coordinators that are to be one know each other by the certificate that an authority gave them.
final class MemberCertificatesTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir private Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    /// @param authorities PEM, of those whom the others' certificates must be from
    private BlockingQueue<String> start(
            List<Peers.Peer> all, int number, Path authorities, PemFiles shown) throws IOException {
        Path home = folder.resolve("member-" + number);
        Path state = home.resolve("state");
        Files.createDirectory(home);
        if (number > 0) {
            copyTokens(state);
        }
        ServeOptions options =
                new ServeOptions(
                        all.get(number).address(),
                        Optional.empty(),
                        state,
                        Optional.of(home.resolve("data")),
                        ServeOptions.Keep.USUAL,
                        new CoordinatorAddress.Certificates(
                                authorities.toString(),
                                shown.certificate().toString(),
                                shown.key().toString()),
                        false,
                        false,
                        DispatchOptions.DEFAULTS);
        BlockingQueue<String> news = new LinkedBlockingQueue<>();
        Premises premises = Premises.open(options, InstantSource.system());
        open.add(premises);
        open.add(
                MemberProcess.start(
                        new MemberProcess.Setting(
                                options,
                                new Peers(all, all.get(number)),
                                starting ->
                                        ServedCluster.start(
                                                starting,
                                                Optional.empty(),
                                                RunShelf.withoutFolder(),
                                                "test",
                                                EventSink.NONE,
                                                InstantSource.system()),
                                news::add),
                        premises));
        return news;
    }

    private void copyTokens(Path state) throws IOException {
        Files.createDirectory(
                state,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.copy(folder.resolve("member-0/state/tokens.json"), state.resolve("tokens.json"));
    }

    /// The next news that begin in one of these ways.
    private static String await(BlockingQueue<String> news, String... beginnings)
            throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        List<String> passed = new ArrayList<>();
        while (true) {
            String next = news.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new AssertionError("none of " + List.of(beginnings) + " among " + passed);
            }
            passed.add(next);
            if (Stream.of(beginnings).anyMatch(next::startsWith)) {
                return next;
            }
        }
    }

    @Test
    void threeWithTheSameCertificateFoundAGroup() throws Exception {
        TestAuthority authority = TestAuthority.make(folder, "authority");
        PemFiles shown = authority.issue("members");
        List<Peers.Peer> all = FreePorts.peers();

        List<BlockingQueue<String>> news = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            news.add(start(all, i, authority.certificate(), shown));
        }

        for (BlockingQueue<String> each : news) {
            assertThat(await(each, "founds ")).startsWith("founds a group of 3 as member ");
        }
        // Members reach each other: one leads, and the others hear it.
        Set<String> became = new TreeSet<>();
        for (BlockingQueue<String> each : news) {
            became.add(
                    await(each, "leads, in term ", "stands by, the one at ")
                            .replaceAll(" (in term|the one at) .*", ""));
        }
        assertThat(became).contains("stands by,");
    }

    @Test
    void oneWithACertificateOfAnotherAuthorityIsRefusedInALine() throws Exception {
        TestAuthority authority = TestAuthority.make(folder, "authority");
        PemFiles shown = authority.issue("members");
        TestAuthority wrong = TestAuthority.make(folder, "wrong");
        List<Peers.Peer> all = FreePorts.peers();
        BlockingQueue<String> first = start(all, 0, authority.certificate(), shown);
        BlockingQueue<String> second = start(all, 1, authority.certificate(), shown);

        BlockingQueue<String> stranger =
                start(all, 2, wrong.certificate(), wrong.issue("stranger"));

        String said = await(stranger, "a group is founded when all of its members are there");
        assertThat(said)
                .contains(all.get(0).address(), all.get(1).address())
                .contains("ertificate")
                .hasLineCount(1);
        String waits = "a group is founded when all of its members are there; waits for ";
        assertThat(await(first, waits + all.get(2).address())).hasLineCount(1);
        assertThat(await(second, waits + all.get(2).address())).hasLineCount(1);
    }
}
