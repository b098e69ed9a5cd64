package dev.manykitchens.replication;

import static dev.manykitchens.replication.CountedResults.filled;
import static dev.manykitchens.replication.CountedResults.force;
import static dev.manykitchens.replication.CountedResults.requireResults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.coordinator.journal.JournalException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// A copy of a member's directory is not the member, and says so in one line.
class CopiedMemberTest {

    private static final int RESULTS = 20;

    @TempDir private Path folder;

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
            Group.Leads leads = filled(group, 0);
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
            force(leads.journal(), 0, RESULTS);
            requireResults(leads.journal(), RESULTS);
        }
    }

    @Test
    void anOlderCopyInThePlaceOfAMemberIsRefusedAndTheOthersGoOn() throws Exception {
        try (Group group = new Group(folder, 3, Group::quick).start()) {
            Group.Leads leads = filled(group, 0);
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
            force(leads.journal(), 0, RESULTS);
            Replica _ = group.start(third);
            force(leads.journal(), RESULTS, 2 * RESULTS);
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
            force(leads.journal(), 2 * RESULTS, 3 * RESULTS);
            requireResults(leads.journal(), 3 * RESULTS);
        }
    }

    @Test
    void aMemberThatWasOnlyAwayIsTheSame() throws Exception {
        try (Group group = new Group(folder, 3, Group::quick).start()) {
            Group.Leads leads = filled(group, RESULTS);
            String away = group.other(leads.id());
            group.stop(away);
            force(leads.journal(), RESULTS, 2 * RESULTS);

            Replica _ = group.start(away);
            group.awaitHeard(
                    Group.Follows.class, its -> its.id().equals(away) && its.leader().isPresent());
            // It has all that was missing, or nothing would be agreed on.
            group.stop(
                    group.ids().stream()
                            .filter(id -> !id.equals(leads.id()) && !id.equals(away))
                            .findFirst()
                            .orElseThrow());
            force(leads.journal(), 2 * RESULTS, 3 * RESULTS);
            requireResults(leads.journal(), 3 * RESULTS);
        }
    }
}
