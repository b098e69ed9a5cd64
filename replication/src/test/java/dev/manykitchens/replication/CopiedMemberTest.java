package dev.manykitchens.replication;

import static dev.manykitchens.coordinator.journal.JournalContract.came;
import static dev.manykitchens.coordinator.journal.JournalContract.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.coordinator.journal.Happenings;
import dev.manykitchens.coordinator.journal.Journal;
import dev.manykitchens.coordinator.journal.JournalContract;
import dev.manykitchens.coordinator.journal.JournalException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// A copy of a member's directory is not the member, and says so in one line.
class CopiedMemberTest {

    private static final int RESULTS = 20;

    @TempDir private Path folder;

    private static Group.Leads begun(Group group) throws Exception {
        Group.Leads leads = group.awaitLeader();
        leads.journal().recover();
        leads.journal().force(List.of(came(1), Happenings.batch(1, 1, 1_000, "")));
        return leads;
    }

    private static void force(Journal journal, int first) throws JournalException {
        for (int i = first; i < first + RESULTS; i++) {
            journal.force(List.of(results(1, i, i)));
        }
    }

    private static void requireAll(Journal journal, int count) throws JournalException {
        assertThat(JournalContract.all(journal, 1, 10_000))
                .isEqualTo(
                        LongStream.range(0, count)
                                .mapToObj(i -> "1/%d=[%d]".formatted(i, i))
                                .toList());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    @Test
    void aCopyOfAMemberThatRunsIsRefusedAtAnotherAddress() throws Exception {
        try (Group group = new Group(folder, 3, Group::quick).start()) {
            Group.Leads leads = begun(group);
            String copied = group.other(leads.id());
            group.stop(copied);
            Path copy = folder.resolve("copy");
            copy(group.directory(copied), copy);
            Replica _ = group.start(copied);

            assertThatThrownBy(() -> group.startElsewhere(copy))
                    .isInstanceOf(JournalException.class)
                    .message()
                    .hasLineCount(1)
                    .contains("member " + copied, copy.toString(), "is known at");
            force(leads.journal(), 0);
            requireAll(leads.journal(), RESULTS);
        }
    }

    @Test
    void anOlderCopyInThePlaceOfAMemberIsRefusedAndTheOthersGoOn() throws Exception {
        try (Group group = new Group(folder, 3, Group::quick).start()) {
            Group.Leads leads = begun(group);
            String copied = group.other(leads.id());
            group.stop(copied);
            Path copy = folder.resolve("copy");
            copy(group.directory(copied), copy);
            Replica _ = group.start(copied);
            String third =
                    group.ids().stream()
                            .filter(id -> !id.equals(leads.id()) && !id.equals(copied))
                            .findFirst()
                            .orElseThrow();
            // So nothing is agreed on without the one that was copied.
            group.stop(third);
            force(leads.journal(), 0);
            Replica _ = group.start(third);
            force(leads.journal(), RESULTS);
            group.stop(copied);
            Files.move(group.directory(copied), folder.resolve("away"));
            Files.move(copy, group.directory(copied));

            Replica _ = group.start(copied);

            Group.Broken broken = group.awaitHeard(Group.Broken.class, _ -> true);
            assertThat(broken.id()).isEqualTo(copied);
            assertThat(broken.why())
                    .message()
                    .hasLineCount(1)
                    .contains(
                            "it is an older copy",
                            group.directory(copied).toString(),
                            "replace member " + copied);
            group.stop(copied);
            force(leads.journal(), 2 * RESULTS);
            requireAll(leads.journal(), 3 * RESULTS);
        }
    }

    @Test
    void aMemberThatWasOnlyAwayIsTheSame() throws Exception {
        try (Group group = new Group(folder, 3, Group::quick).start()) {
            Group.Leads leads = begun(group);
            String away = group.other(leads.id());
            force(leads.journal(), 0);
            group.stop(away);
            force(leads.journal(), RESULTS);

            Replica _ = group.start(away);
            group.awaitHeard(
                    Group.Follows.class, its -> its.id().equals(away) && its.leader().isPresent());
            // It has all that was missing, or nothing would be agreed on.
            group.stop(
                    group.ids().stream()
                            .filter(id -> !id.equals(leads.id()) && !id.equals(away))
                            .findFirst()
                            .orElseThrow());
            force(leads.journal(), 2 * RESULTS);
            requireAll(leads.journal(), 3 * RESULTS);
        }
    }
}
