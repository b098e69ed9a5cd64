package dev.manykitchens.replication;

import static dev.manykitchens.coordinator.journal.JournalContract.came;
import static dev.manykitchens.coordinator.journal.JournalContract.results;
import static dev.manykitchens.replication.CountedResults.fill;
import static dev.manykitchens.replication.CountedResults.filled;
import static dev.manykitchens.replication.CountedResults.passing;
import static dev.manykitchens.replication.CountedResults.requireResults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.coordinator.journal.Happenings;
import dev.manykitchens.coordinator.journal.Journal;
import dev.manykitchens.coordinator.journal.JournalException;
import dev.manykitchens.coordinator.journal.Recovered;
import dev.manykitchens.coordinator.journal.Written;
import dev.manykitchens.coordinator.membership.MemberState;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Members come and go, and the one that leads with them.
class ReplicaTest {

    @TempDir private Path folder;

    private Group three() throws IOException {
        return new Group(folder, 3, Group::quick).start();
    }

    @Test
    void whatWasForcedIsThereWhenAnotherLeads() throws Exception {
        try (Group group = three()) {
            Group.Leads first = filled(group, 20);

            group.stop(first.id());
            Group.Leads second = group.awaitLeader();

            assertThat(second.id()).isNotEqualTo(first.id());
            assertThat(second.term()).isGreaterThan(first.term());
            Recovered recovered = second.journal().recover();
            assertThat(recovered.life()).isEqualTo(2);
            assertThat(recovered.work().batches()).hasSize(1);
            requireResults(second.journal(), 20);
            second.journal().force(List.of(results(1, 20, 20)));
            assertThatThrownBy(() -> first.journal().force(List.of(results(1, 21, 21))))
                    .isInstanceOf(JournalException.class);

            String third = group.other(second.id());
            group.start(first.id());
            group.awaitHeard(
                    Group.Follows.class,
                    its -> its.id().equals(first.id()) && its.leader().isPresent());
            group.stop(third);
            second.journal().force(List.of(results(1, 21, 21)));
            requireResults(second.journal(), 22);
        }
    }

    @Test
    void leadershipIsHandedOverAndTheOldJournalWritesNoMore() throws Exception {
        try (Group group = three()) {
            Group.Leads first = filled(group, 3);
            String to = group.other(first.id());

            group.member(first.id()).group().handOver(to);

            Group.Leads second = group.awaitLeader();
            assertThat(second.id()).isEqualTo(to);
            assertThatThrownBy(() -> first.journal().force(List.of(results(1, 3, 3))))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("must lead to write");
            assertThat(second.journal().recover().life()).isEqualTo(2);
            requireResults(second.journal(), 3);
            assertThatThrownBy(() -> group.member(first.id()).group().handOver(first.id()))
                    .isInstanceOf(ReplicationException.class)
                    .hasMessageContaining("the leader must be asked");
        }
    }

    @Test
    void aMemberThatIsNotThereIsNotHandedOverTo() throws Exception {
        try (Group group = three()) {
            Group.Leads leads = filled(group, 1);
            String dead = group.other(leads.id());
            group.stop(dead);

            assertThatThrownBy(() -> group.member(leads.id()).group().handOver(dead))
                    .isInstanceOf(ReplicationException.class)
                    .hasMessage(
                            "member %s must be one that can lead, did not take over within 8 s; see whether it runs, can be reached and is up to date: kitchen coordinator status",
                            dead);
            try {
                leads.journal().force(List.of(results(1, 1, 1)));
            } catch (JournalException _) {
                // Where Raft gave the hand-over up at once, any of the two that are there leads.
                Journal next = group.awaitLeader().journal();
                next.recover();
                next.force(List.of(results(1, 2, 2)));
            }
        }
    }

    @Test
    void anEntryOfAnOlderLifeIsRefused() throws Exception {
        try (Group group = new Group(folder, 1, Group::quick).start()) {
            Group.Leads leads = group.awaitLeader();
            Journal older = group.member(leads.id()).another();
            older.recover();
            fill(older, 1);
            Journal newer = group.member(leads.id()).another();
            assertThat(newer.recover().life()).isEqualTo(2);

            assertThatThrownBy(() -> older.force(List.of(results(1, 1, 1))))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("in its life 2, was of life 1");
            newer.force(List.of(results(1, 1, 1)));
            requireResults(newer, 2);
        }
    }

    @Test
    void anEntryThatMakesNoSenseEndsOneLeadershipAndNothingElse() throws Exception {
        try (Group group = new Group(folder, 1, Group::quick).start()) {
            Group.Leads first = filled(group, 1);

            // The batch is there already.
            assertThatThrownBy(() -> first.journal().force(List.of(Happenings.batch(1, 1, 5, ""))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("must not contradict what is kept");

            Group.Leads second = group.awaitLeader();
            assertThat(second.term()).isGreaterThan(first.term());
            assertThat(second.journal().recover().life()).isEqualTo(2);
            second.journal().force(List.of(results(1, 1, 1)));
            requireResults(second.journal(), 2);

            // It is passed over in the log, too.
            String id = second.id();
            group.stop(id);
            group.start(id);
            assertThat(group.awaitLeader().journal().recover().life()).isEqualTo(3);
        }
    }

    @Test
    void withoutAMajorityNothingIsForced() throws Exception {
        Duration patience = Duration.ofSeconds(3);
        try (Group group =
                new Group(
                                folder,
                                3,
                                options ->
                                        options.with(
                                                Duration.ofSeconds(1),
                                                Duration.ofSeconds(2),
                                                patience))
                        .start()) {
            Group.Leads leads = filled(group, 1);
            group.ids().stream().filter(id -> !id.equals(leads.id())).forEach(group::stop);

            long begun = System.nanoTime();
            assertThatThrownBy(() -> leads.journal().force(List.of(results(1, 1, 1))))
                    .isInstanceOf(JournalException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(patience.plusSeconds(2));
            Group.Follows follows =
                    group.awaitHeard(
                            Group.Follows.class,
                            its -> its.id().equals(leads.id()) && its.leader().isEmpty());
            assertThat(follows.leader()).isEmpty();
            assertThatThrownBy(() -> leads.journal().force(List.of(results(1, 1, 1))))
                    .isInstanceOf(JournalException.class);
        }
    }

    @Test
    void whoIsLeftAloneHearsThatNobodyLeadsUntilOneDoes() throws Exception {
        try (Group group = three()) {
            Group.Leads leads = group.awaitLeader();
            leads.journal().recover();
            String left = group.other(leads.id());
            group.awaitApplied(left, leads.id());

            List<String> others = group.ids().stream().filter(id -> !id.equals(left)).toList();
            others.forEach(group::stop);

            group.awaitHeard(
                    Group.Follows.class, its -> its.id().equals(left) && its.leader().isEmpty());

            group.start(leads.id());
            Group.Leads next = group.awaitLeader();
            assertThat(next.term()).isGreaterThan(leads.term());
            assertThat(next.journal().recover().life()).isEqualTo(2);
        }
    }

    @Test
    void aMemberWhoseDiskIsLostIsReplacedByANewOneThatGetsACopy() throws Exception {
        // The log is cut again and again.
        try (Group group =
                new Group(folder, 3, options -> Group.quick(options).with(1, 4 << 20)).start()) {
            Group.Leads leads = filled(group, 5);
            Replica leader = group.member(leads.id());
            // Longer in the log than in the database, where nothing of it stays.
            List<Written> passing = passing(20_000);
            for (int entries = 0; !group.files(leads.id()).hasCopy(); entries++) {
                assertThat(entries).isLessThan(200);
                leads.journal().force(passing);
            }
            String lost = group.other(leads.id());
            group.stop(lost);
            leads.journal().force(List.of(results(1, 5, 5)));
            // It lacks what was agreed on without it; nobody is ahead of the one that leads.
            assertThat(leader.group().members())
                    .filteredOn(each -> each.member().id().equals(lost))
                    .allMatch(each -> each.behind().orElse(0) >= 1)
                    .hasSize(1);
            assertThat(leader.group().members())
                    .filteredOn(MemberState::answers)
                    .allMatch(each -> each.behind().isEmpty());

            Replica newcomer = group.startNewcomer("newcomer");
            assertThat(newcomer.id()).isNotEqualTo(lost);
            leader.group().replace(lost, group.self(newcomer.id()));
            assertThat(group.files("newcomer").hasCopy()).isTrue();

            assertThat(leader.group().members().stream().map(each -> each.member().id()))
                    .contains(newcomer.id())
                    .doesNotContain(lost)
                    .hasSize(3);
            String third =
                    group.ids().stream()
                            .filter(id -> !id.equals(leads.id()) && !id.equals(newcomer.id()))
                            .findFirst()
                            .orElseThrow();
            group.stop(third);
            // The newcomer's word counts, and it has what it did not see.
            leads.journal().force(List.of(results(1, 6, 6)));
            leader.group().handOver(newcomer.id());
            Group.Leads last =
                    group.awaitHeard(Group.Leads.class, its -> its.id().equals(newcomer.id()));
            last.journal().recover();
            requireResults(last.journal(), 7);
        }
    }

    @Test
    void aMemberThatIsRemovedEndsAndIsNotStartedAgain() throws Exception {
        try (Group group = three()) {
            Group.Leads leads = filled(group, 1);
            String removed = group.other(leads.id());

            group.member(leads.id()).group().remove(removed);

            Group.Broken broken = group.awaitHeard(Group.Broken.class, _ -> true);
            assertThat(broken.id()).isEqualTo(removed);
            assertThat(broken.why())
                    .message()
                    .hasLineCount(1)
                    .contains(
                            removed,
                            group.directory(removed).toString(),
                            "was removed: empty that directory");
            group.stop(removed);
            assertThatThrownBy(() -> group.start(removed))
                    .isInstanceOf(JournalException.class)
                    .hasMessage(broken.why().getMessage());
            leads.journal().force(List.of(results(1, 1, 1)));
            requireResults(leads.journal(), 2);
        }
    }

    @Test
    void aNewcomerGetsACopyRatherThanALongLog() throws Exception {
        try (Group group = new Group(folder, 3, Group::quick).start()) {
            Group.Leads leads = filled(group, 100);
            GroupConfiguration its = group.member(leads.id()).group();
            String lost = group.other(leads.id());
            group.stop(lost);
            assertThat(group.files(leads.id()).hasCopy()).isFalse();

            Replica newcomer = group.startNewcomer("newcomer");
            its.replace(lost, group.self(newcomer.id()));

            assertThat(group.files("newcomer").hasCopy()).isTrue();
            its.handOver(newcomer.id());
            Journal last =
                    group.awaitHeard(Group.Leads.class, each -> each.id().equals(newcomer.id()))
                            .journal();
            last.recover();
            requireResults(last, 100);
        }
    }

    @Test
    void aCopyThatTravelsInManyPartsArrivesWhole() throws Exception {
        int jobs = 5_000_000;
        try (Group group =
                new Group(folder, 3, options -> Group.quick(options).with(1, 4 << 20)).start()) {
            Group.Leads leads = group.awaitLeader();
            Replica leader = group.member(leads.id());
            leads.journal().recover();
            leads.journal().force(List.of(came(1), Happenings.batch(7, 1, jobs, "large")));
            List<Written> passing = passing(20_000);
            for (int entries = 0; !group.files(leads.id()).hasCopy(); entries++) {
                assertThat(entries).isLessThan(400);
                leads.journal().force(passing);
            }
            String lost = group.other(leads.id());
            group.stop(lost);

            Replica newcomer = group.startNewcomer("newcomer");
            leader.group().replace(lost, group.self(newcomer.id()));
            assertThat(group.files("newcomer").copyBytes())
                    .isGreaterThan(2L * RaftSettings.COPY_CHUNK_BYTES);

            leader.group().handOver(newcomer.id());
            Group.Leads last =
                    group.awaitHeard(Group.Leads.class, its -> its.id().equals(newcomer.id()));
            assertThat(last.journal().recover().batches().get(7L))
                    .satisfies(batch -> {
                        assertThat(batch).isNotNull();
                        assertThat(
                                        batch.told()
                                                .batch()
                                                .arguments()
                                                .columns()
                                                .getFirst()
                                                .get(jobs - 1))
                                .hasToString(String.valueOf(7_000L + jobs - 1));
                    });
        }
    }

    @Test
    void aLongLogIsNotRepeatedAtTheStart() throws Exception {
        try (Group group =
                new Group(folder, 3, options -> Group.quick(options).with(1L << 40, 4 << 20))
                        .start()) {
            Group.Leads leads = group.awaitLeader();
            leads.journal().recover();
            leads.journal().force(List.of(came(1)));
            for (int batch = 1; batch <= 3; batch++) {
                leads.journal().force(List.of(Happenings.batch(batch, 1, 5_000_000, "")));
            }
            String again = group.other(leads.id());
            group.stop(again);
            assertThat(group.files(again).hasCopy()).isFalse();

            group.start(again);

            assertThat(group.files(again).hasCopy()).isTrue();
            group.awaitHeard(
                    Group.Follows.class, its -> its.id().equals(again) && its.leader().isPresent());
            leads.journal().force(List.of(results(1, 0, 0)));
            group.member(leads.id()).group().handOver(again);
            Group.Leads next = group.awaitHeard(Group.Leads.class, its -> its.id().equals(again));
            assertThat(next.journal().recover().batches()).containsOnlyKeys(1L, 2L, 3L);
            // Once something was applied the log is cut, but for its last part.
            List<Written> passing = passing(1);
            for (int entries = 0; group.files(again).logBytes() > 16L << 20; entries++) {
                assertThat(entries).isLessThan(400);
                next.journal().force(passing);
            }
        }
    }

    @Test
    void anEntryMayBeMuchLargerThanAPiece() throws Exception {
        try (Group group =
                new Group(folder, 3, options -> Group.quick(options).with(1 << 20, 4 << 20))
                        .start()) {
            Group.Leads first = group.awaitLeader();
            first.journal().recover();
            int jobs = 3_000_000;
            first.journal().force(List.of(came(1), Happenings.batch(7, 1, jobs, "large")));

            group.stop(first.id());
            Group.Leads second = group.awaitLeader();
            Recovered recovered = second.journal().recover();
            assertThat(recovered.batches().get(7L))
                    .satisfies(batch -> {
                        assertThat(batch).isNotNull();
                        assertThat(batch.told().batch().size()).isEqualTo(jobs);
                        assertThat(
                                        batch.told()
                                                .batch()
                                                .arguments()
                                                .columns()
                                                .getFirst()
                                                .get(jobs - 1))
                                .hasToString(String.valueOf(7_000L + jobs - 1));
                    });
        }
    }

    @Test
    void aGroupGoesOnWhereItWasAfterAllMembersEnded() throws Exception {
        try (Group group = three()) {
            Group.Leads _ = filled(group, 4);
            List<String> ids = group.ids();
            ids.forEach(group::stop);
            for (String id : ids) {
                group.start(id);
            }

            Group.Leads second = group.awaitLeader();

            assertThat(second.journal().recover().life()).isEqualTo(2);
            requireResults(second.journal(), 4);
        }
    }

    @Test
    void aDirectoryThatLostSomethingIsNotTheSameMember() throws Exception {
        try (Group group = new Group(folder, 1, Group::quick).start()) {
            group.awaitLeader();
            group.stop("p1");
            Files.delete(group.directory("p1").resolve("member"));

            assertThatThrownBy(() -> group.start("p1"))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("must be empty")
                    .hasMessageContaining("no file \"member\"");
        }
    }
}
