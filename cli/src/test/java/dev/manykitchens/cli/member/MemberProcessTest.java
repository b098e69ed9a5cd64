package dev.manykitchens.cli.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.cli.cluster.ServedCluster;
import dev.manykitchens.coordinator.client.ClusterOperator;
import dev.manykitchens.coordinator.journal.JournalException;
import dev.manykitchens.coordinator.journal.SqliteJournal;
import dev.manykitchens.coordinator.membership.Member;
import dev.manykitchens.coordinator.membership.MemberState;
import dev.manykitchens.coordinator.membership.MemberState.Role;
import dev.manykitchens.coordinator.membership.Peers;
import dev.manykitchens.coordinator.serve.Premises;
import dev.manykitchens.coordinator.serve.ServeOptions;
import dev.manykitchens.coordinator.serve.StandbyCoordinator;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.pool.CoordinatorAddress;
import dev.manykitchens.replication.Listener;
import dev.manykitchens.replication.MemberDirectory;
import dev.manykitchens.replication.ReplicaOptions;
import dev.manykitchens.report.history.RunShelf;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What a member decides when its group says what it is told to.
final class MemberProcessTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir private Path folder;

    private final ScriptedGroup group = new ScriptedGroup();
    private final BlockingQueue<String> news = new LinkedBlockingQueue<>();
    private final CompletableFuture<ReplicaOptions> taken = new CompletableFuture<>();
    private final CompletableFuture<Listener> listener = new CompletableFuture<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Peers peers;
    private Premises premises;

    @BeforeEach
    void choosePorts() throws IOException {
        List<Peers.Peer> all = FreePorts.peers();
        peers = new Peers(all, all.getFirst());
        premises = Premises.open(options(), InstantSource.system());
        open.add(premises);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private ServeOptions options() {
        return new ServeOptions(
                peers.own().address(),
                Optional.empty(),
                folder.resolve("state"),
                Optional.of(folder.resolve("data")),
                ServeOptions.Keep.USUAL,
                CoordinatorAddress.Certificates.NONE,
                false,
                true,
                DispatchOptions.DEFAULTS);
    }

    private MemberProcess start(ServingStart serving) throws IOException {
        MemberProcess member =
                MemberProcess.start(
                        new MemberProcess.Setting(options(), peers, serving, news::add),
                        premises,
                        (options, hears) -> {
                            taken.complete(options);
                            listener.complete(hears);
                            return new Participation(group, () -> news.add("left"));
                        });
        open.add(member);
        return member;
    }

    private static ServedCluster served(ServedCluster.Starting starting) throws IOException {
        return ServedCluster.start(
                starting,
                Optional.<InetSocketAddress>empty(),
                RunShelf.withoutFolder(),
                "test",
                EventSink.NONE,
                InstantSource.system());
    }

    /// The next news.
    private @Nullable String heard() throws InterruptedException {
        return news.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private Listener listener() throws Exception {
        return listener.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /// A directory that took part before.
    private String old() throws IOException {
        Files.createDirectory(folder.resolve("data"));
        MemberDirectory directory = MemberDirectory.open(folder.resolve("data/member"));
        Files.writeString(
                directory.path().resolve("member"),
                "founder " + directory.id() + System.lineSeparator());
        return directory.id();
    }

    private SqliteJournal journal() throws JournalException {
        return SqliteJournal.open(folder.resolve("journal"), InstantSource.system());
    }

    /// Another peer, which says of itself and others what it is told to.
    private void peer(int number, List<MemberState> says) throws IOException {
        Peers.Peer its = peers.all().get(number);
        ServeOptions like = options();
        open.add(
                StandbyCoordinator.start(
                        new ServeOptions(
                                its.address(),
                                like.advertise(),
                                like.state(),
                                like.data(),
                                like.keep(),
                                like.certificates(),
                                like.trustAuthorities(),
                                like.insecure(),
                                like.dispatch()),
                        premises,
                        new SaidMembers(says),
                        () -> "it does not lead"));
    }

    private MemberState state(int number, String id, Role role, boolean answers) {
        Peers.Peer its = peers.all().get(number);
        return new MemberState(
                new Member(id, its.address(), its.replication()),
                role,
                answers,
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }

    @Test
    void threeThatAreNewFoundAGroup() throws Exception {
        peer(1, List.of(state(1, "b", Role.FRESH, true)));
        peer(2, List.of(state(2, "c", Role.FRESH, true)));

        MemberProcess member = start(MemberProcessTest::served);

        assertThat(heard()).isEqualTo("founds a group of 3 as member " + member.id());
        ReplicaOptions options = taken.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(options.founders())
                .containsExactlyInAnyOrder(
                        state(0, member.id(), Role.FRESH, true).member(),
                        state(1, "b", Role.FRESH, true).member(),
                        state(2, "c", Role.FRESH, true).member());
        assertThat(options.replication()).isEqualTo(peers.own().replication());
        assertThat(options.address()).isEqualTo(peers.own().address());
    }

    @Test
    void oneWhoseDiskWasLostSaysHowItIsTakenIn() throws Exception {
        List<MemberState> known =
                List.of(
                        state(0, "lost", Role.FOLLOWER, false),
                        state(1, "b", Role.LEADER, true),
                        state(2, "c", Role.FOLLOWER, false));
        peer(1, known);

        MemberProcess member = start(MemberProcessTest::served);

        assertThat(heard())
                .isEqualTo(
                        "the others have a group that does not know this directory, whose member is %s: take it in with kitchen coordinator add %s %s --replaces lost"
                                .formatted(member.id(), member.id(), peers.own()));
        assertThat(taken.get(LIMIT.toSeconds(), TimeUnit.SECONDS).founders()).isEmpty();
    }

    @Test
    void oneThatFindsNobodySaysForWhomItWaits() throws Exception {
        peer(1, List.of(state(1, "b", Role.FRESH, true)));

        MemberProcess _ = start(MemberProcessTest::served);

        assertThat(heard())
                .startsWith(
                        "a group is founded when all of its members are there; waits for %s ("
                                .formatted(peers.all().getLast().address()));
        assertThat(taken).isNotDone();
    }

    @Test
    void oneThatTookPartGoesOnWithoutAskingAnybody() throws Exception {
        String id = old();

        MemberProcess member = start(MemberProcessTest::served);

        assertThat(member.id()).isEqualTo(id);
        assertThat(taken.join().founders()).isEmpty();
        listener().follows(Optional.empty());
        assertThat(heard()).isEqualTo("stands by, nobody leads");
        Member leader = state(1, "b", Role.LEADER, false).member();
        listener().follows(Optional.of(leader));
        assertThat(heard()).isEqualTo("stands by, the one at %s leads".formatted(leader.address()));
        // The same again is no news.
        listener().follows(Optional.of(leader));
        listener().follows(Optional.empty());
        assertThat(heard()).isEqualTo("stands by, nobody leads");
    }

    @Test
    void itServesWhileItLeads() throws Exception {
        old();
        MemberProcess member = start(MemberProcessTest::served);
        try (SqliteJournal journal = journal()) {
            listener().leads(journal, 7);
            assertThat(heard()).isEqualTo("leads, in term 7");

            group.members =
                    List.of(
                            state(0, member.id(), Role.LEADER, true),
                            new MemberState(
                                    state(1, "b", Role.FOLLOWER, false).member(),
                                    Role.FOLLOWER,
                                    false,
                                    OptionalLong.of(3),
                                    OptionalLong.of(0),
                                    Optional.of(Duration.ZERO)));
            Listener hears = listener();
            group.handedOver =
                    () -> hears.follows(Optional.of(state(1, "b", Role.LEADER, false).member()));

            assertThat(member.handOver()).isEqualTo("member b leads now");
            assertThat(group.asked).containsExactly("hand over to b");
            assertThat(heard())
                    .isEqualTo(
                            "stands by, the one at %s leads"
                                    .formatted(peers.all().get(1).address()));
            assertThat(member.handOver()).isEqualTo("another one leads, or none");
            assertThat(group.asked).hasSize(1);
        }
    }

    @Test
    void whoAsksItToHandOverIsAnsweredBeforeItServesNoMore() throws Exception {
        old();
        MemberProcess member = start(MemberProcessTest::served);
        try (SqliteJournal journal = journal();
                ClusterOperator operator =
                        ClusterOperator.of(
                                new CoordinatorAddress(
                                        peers.own().address(),
                                        premises.clientToken(),
                                        CoordinatorAddress.Certificates.NONE))) {
            listener().leads(journal, 7);
            assertThat(heard()).isEqualTo("leads, in term 7");
            group.members = List.of(state(0, member.id(), Role.LEADER, true));
            Listener hears = listener();
            group.handedOver =
                    () -> hears.follows(Optional.of(state(1, "b", Role.LEADER, false).member()));

            operator.handOver(Optional.of("b"));

            assertThat(group.asked).containsExactly("hand over to b");
            assertThat(heard())
                    .isEqualTo(
                            "stands by, the one at %s leads"
                                    .formatted(peers.all().get(1).address()));
        }
    }

    @Test
    void aLeaderWithNobodyToTakeOverSaysSo() throws Exception {
        old();
        MemberProcess member = start(MemberProcessTest::served);
        try (SqliteJournal journal = journal()) {
            listener().leads(journal, 1);
            assertThat(heard()).isEqualTo("leads, in term 1");

            assertThat(member.handOver()).isEqualTo("nobody is there to lead in its place");
        }
    }

    @Test
    void whoLeadsNoMoreBeforeItServesStandsBy() throws Exception {
        old();
        MemberProcess member =
                start(_ -> {
                    throw new JournalException("it leads no more");
                });
        try (SqliteJournal journal = journal()) {
            listener().leads(journal, 1);
            listener().follows(Optional.empty());

            assertThat(heard()).isEqualTo("stands by, nobody leads");
            assertThat(member.broken()).isNotDone();
        }
    }

    @Test
    void oneThatIsBrokenSaysWhyAndOneThatEndsLeaves() throws Exception {
        old();
        MemberProcess member = start(MemberProcessTest::served);

        listener().broken(new JournalException("the disk is full"));
        assertThat(member.broken().get(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .hasMessage("the disk is full");

        member.close();
        assertThat(heard()).isEqualTo("left");
    }

    @Test
    void aJournalOfOneAloneIsNoMembers() throws Exception {
        Files.createDirectory(folder.resolve("data"));
        Files.createFile(folder.resolve("data/journal.db"));

        assertThatThrownBy(() -> start(MemberProcessTest::served))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("members begin with nothing");
    }
}
