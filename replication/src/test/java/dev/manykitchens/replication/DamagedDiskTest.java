package dev.manykitchens.replication;

import static dev.manykitchens.replication.CountedResults.filled;
import static dev.manykitchens.replication.CountedResults.force;
import static dev.manykitchens.replication.CountedResults.outcomes;
import static dev.manykitchens.replication.CountedResults.passing;
import static dev.manykitchens.replication.CountedResults.requireResults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.coordinator.journal.Journal;
import dev.manykitchens.coordinator.journal.JournalException;
import dev.manykitchens.coordinator.journal.ReplicaJournal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// A member whose disk lies says so in one line or makes up for it, and the others go on.
class DamagedDiskTest {

    private static final int RESULTS = 20;

    /// So many that a newcomer is given a copy.
    private static final int MANY_RESULTS = 100;

    @TempDir private Path folder;

    /// The others keep one more result, and have all.
    private static void goOn(Journal journal) throws JournalException {
        force(journal, RESULTS, RESULTS + 1);
        requireResults(journal, RESULTS + 1);
    }

    private static void overwrite(Path file, long from) throws IOException {
        try (RandomAccessFile its = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] nonsense = new byte[(int) Math.max(0, its.length() - from)];
            Arrays.fill(nonsense, (byte) 0x5a);
            its.seek(from);
            its.write(nonsense);
        }
    }

    @Test
    void aDatabaseThatIsOverwrittenIsRefusedInOneLine() throws Exception {
        try (Group group = new Group(folder, 3, Group::quick).start()) {
            Group.Leads leads = filled(group, RESULTS);
            String damaged = group.other(leads.id());

            // What is in the log of the database would mend the database.
            overwrite(group.files(damaged).databaseLog(), 0);
            overwrite(group.files(damaged).database(), 0);
            goOn(leads.journal());
            group.stop(damaged);

            assertThatThrownBy(() -> group.start(damaged))
                    .isInstanceOf(JournalException.class)
                    .message()
                    .hasLineCount(1)
                    .contains(group.directory(damaged).toString());
        }
    }

    @Test
    void aLogThatIsOverwrittenIsRefusedInOneLine() throws Exception {
        try (Group group = new Group(folder, 3, Group::quick).start()) {
            Group.Leads leads = filled(group, RESULTS);
            String damaged = group.other(leads.id());
            group.stop(damaged);
            Path log = group.files(damaged).openLog();

            // Behind the head of the file, in the middle of what was agreed on.
            overwrite(log, 200);
            goOn(leads.journal());

            assertThatThrownBy(() -> group.start(damaged))
                    .isInstanceOf(JournalException.class)
                    .message()
                    .hasLineCount(1)
                    .contains(group.directory(damaged).toString());
        }
    }

    @Test
    void aLogThatLostItsEndKeepsNobodyFromGoingOn() throws Exception {
        try (Group group = new Group(folder, 3, Group::quick).start()) {
            Group.Leads leads = filled(group, RESULTS);
            String damaged = group.other(leads.id());
            // What the log had beyond the database would be lost, and that is refused.
            group.awaitApplied(damaged, leads.id());
            group.stop(damaged);
            cutLog(group.files(damaged));

            group.start(damaged);
            group.awaitHeard(
                    Group.Follows.class,
                    its -> its.id().equals(damaged) && its.leader().isPresent());

            goOn(leads.journal());
        }
    }

    /// As a machine that loses its power leaves them: the log is forced, the database is not.
    ///
    /// @param copies whether the member has made a copy since, and cut its log up to that
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatTheDatabaseLostIsRepeatedFromTheLog(boolean copies) throws Exception {
        try (Group group = new Group(folder, 1, options -> withCopies(options, copies)).start()) {
            String id = fillTwiceAndLoseTheSecond(group, copies);

            assertThat(group.files(id).hasCopy()).isEqualTo(copies);
            requireResults(recovered(group, id), 2 * RESULTS);
        }
    }

    /// The log of one that was given a copy begins behind that.
    ///
    /// @param lost which of its files are damaged, by their ends
    @ParameterizedTest
    @ValueSource(strings = {"[0-9]", "md5", ""})
    void aCopyThatIsLostIsMadeAnewFromTheDatabase(String lost) throws Exception {
        try (Group group = new Group(folder, 3, Group::quick).start()) {
            Group.Leads leads = filled(group, MANY_RESULTS);
            MemberFiles its = takeInAndStop(group, leads, "newcomer");
            for (Path copy : its.copies()) {
                if (lost.isEmpty()) {
                    Files.delete(copy);
                } else if (copy.toString().matches(".*" + lost)) {
                    Files.write(copy, new byte[] {1, 2, 3});
                }
            }

            String again = group.startAgain("newcomer").id();

            assertThat(its.copyBytes()).isGreaterThan(3);
            force(leads.journal(), MANY_RESULTS, MANY_RESULTS + 1);
            group.awaitApplied(again, leads.id());
        }
    }

    @Test
    void aMemberWithoutWhatItsLogBeginsWithIsRefusedInOneLine() throws Exception {
        try (Group group = new Group(folder, 3, Group::quick).start()) {
            Group.Leads leads = filled(group, MANY_RESULTS);
            MemberFiles its = takeInAndStop(group, leads, "newcomer");
            for (Path copy : its.copies()) {
                Files.delete(copy);
            }
            Files.delete(its.database());

            assertThatThrownBy(() -> group.startAgain("newcomer"))
                    .isInstanceOf(JournalException.class)
                    .message()
                    .hasLineCount(1)
                    .contains("its journal ends with -1", "empty the directory");
            force(leads.journal(), MANY_RESULTS, MANY_RESULTS + 1);
        }
    }

    /// Puts a newcomer in the place of one that is lost, and ends it when it has all.
    private MemberFiles takeInAndStop(Group group, Group.Leads leads, String directory)
            throws Exception {
        String lost = group.other(leads.id());
        group.stop(lost);
        String newcomer = group.startNewcomer(directory).id();
        group.member(leads.id()).group().replace(lost, group.self(newcomer));
        group.awaitApplied(newcomer, leads.id());
        group.stop(newcomer);
        MemberFiles its = new MemberFiles(folder.resolve(directory));
        assertThat(its.hasCopy()).isTrue();
        return its;
    }

    private static ReplicaOptions withCopies(ReplicaOptions options, boolean copies) {
        // A copy as soon as the log is as long as the database.
        return copies ? Group.quick(options).with(1, 1 << 20) : Group.quick(options);
    }

    /// What is being written when the power goes comes to disk in parts. The last entry is one of
    /// Raft's own.
    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100, 200})
    void anEntryThatWasBeingWrittenWhenThePowerWentIsCutOff(int bytes) throws Exception {
        try (Group group = new Group(folder, 1, Group::quick).start()) {
            String id = fillTwiceAndLoseTheSecond(group, false);
            overwriteLastWritten(group.files(id).openLog(), bytes);

            Journal journal = recovered(group, id);

            int had = outcomes(journal).size();
            assertThat(had).isBetween(RESULTS, 2 * RESULTS);
            if (bytes >= 100) {
                assertThat(had).as("more than Raft's own").isLessThan(2 * RESULTS);
            }
            requireResults(journal, had);
            force(journal, had, had + 1);
        }
    }

    /// Fills a group of one, stops it, and puts its database back as it was when half was written.
    ///
    /// @param copied whether to go on until a copy was made
    private static String fillTwiceAndLoseTheSecond(Group group, boolean copied) throws Exception {
        String id = filled(group, RESULTS).id();
        group.stop(id);
        Path database = group.files(id).database();
        byte[] before = Files.readAllBytes(database);
        group.start(id);
        Journal again = group.awaitLeader().journal();
        again.recover();
        force(again, RESULTS, 2 * RESULTS);
        for (int entries = 0; copied && !group.files(id).hasCopy(); entries++) {
            assertThat(entries).isLessThan(400);
            again.force(passing(20_000));
        }
        group.stop(id);
        Files.write(database, before);
        return id;
    }

    private static Journal recovered(Group group, String id) throws Exception {
        group.start(id);
        Journal journal = group.awaitLeader().journal();
        journal.recover();
        return journal;
    }

    /// Behind the last byte that was written a log has zeros.
    private static void overwriteLastWritten(Path log, int bytes) throws IOException {
        byte[] all = Files.readAllBytes(log);
        int end = all.length;
        while (all[end - 1] == 0) {
            end--;
        }
        Arrays.fill(all, end - bytes, end - bytes / 2, (byte) 0);
        Files.write(log, all);
    }

    /// @param crash whether the member was killed between the copy and the end of its log
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatAMemberHasInItsJournalIsNotLostWithTheEndOfItsLog(boolean crash) throws Exception {
        try (Group group = new Group(folder, 3, Group::quick).start()) {
            Group.Leads leads = filled(group, 0);
            // Of what follows one knows nothing, and the other's log will not have it.
            String ignorant = group.other(leads.id());
            group.stop(ignorant);
            force(leads.journal(), 0, RESULTS);
            String damaged = group.other(leads.id());
            group.stop(damaged);
            group.stop(leads.id());
            cutLog(group.files(damaged));
            int had = resultsIn(group.directory(damaged));
            assertThat(had).isGreaterThan(RESULTS / 2);
            if (crash) {
                makeCopyAndPutLogBack(group, damaged);
            }

            group.start(ignorant);
            group.start(damaged);
            Group.Leads next = group.awaitLeader();

            assertThat(next.id()).isEqualTo(damaged);
            next.journal().recover();
            requireResults(next.journal(), had);
            force(next.journal(), had, had + 1);
        }
    }

    /// Starts a member alone, which makes a copy and removes its log, and puts that back as it was:
    /// so a crash between the two leaves it.
    private void makeCopyAndPutLogBack(Group group, String id) throws Exception {
        MemberFiles its = group.files(id);
        Path log = its.openLog();
        byte[] before = Files.readAllBytes(log);
        Replica _ = group.start(id);
        group.stop(id);
        assertThat(its.hasCopy()).isTrue();
        for (Path part : its.log()) {
            Files.delete(part);
        }
        Files.write(log, before);
    }

    @Test
    void aMemberWhoseFilesAreTakenAwayEndsAndTheOthersGoOn() throws Exception {
        for (String taken : List.of("journal", "raft")) {
            Path its = folder.resolve(taken);
            try (Group group = new Group(its, 3, Group::quick).start()) {
                Group.Leads leads = filled(group, RESULTS);
                String robbed = group.other(leads.id());
                Files.move(group.directory(robbed).resolve(taken), its.resolve("away"));

                goOn(leads.journal());

                Group.Broken broken =
                        group.awaitHeard(Group.Broken.class, each -> each.id().equals(robbed));
                assertThat(broken.why())
                        .message()
                        .hasLineCount(1)
                        .contains("must stay as they are", group.directory(robbed).toString());
            }
        }
    }

    @Test
    void aLeaderWhoseFilesAreTakenAwayTellsNobodyAnythingAndAnotherOneLeads() throws Exception {
        try (Group group = new Group(folder, 3, Group::quick).start()) {
            Group.Leads leads = filled(group, RESULTS);
            Files.move(group.directory(leads.id()), folder.resolve("away"));

            assertThatThrownBy(() -> force(leads.journal(), RESULTS, RESULTS + 1))
                    .isInstanceOf(JournalException.class);
            Group.Broken broken = group.awaitHeard(Group.Broken.class, _ -> true);
            assertThat(broken.id()).isEqualTo(leads.id());
            // As its process does, which hears of it.
            group.stop(leads.id());

            Group.Leads next = group.awaitLeader();
            next.journal().recover();
            assertThat(outcomes(next.journal()))
                    .as("what the one before was not told of may be kept")
                    .hasSizeGreaterThanOrEqualTo(RESULTS);
        }
    }

    private static void cutLog(MemberFiles files) throws IOException {
        try (RandomAccessFile its = new RandomAccessFile(files.openLog().toFile(), "rw")) {
            its.setLength(500);
        }
    }

    /// How many results a member that does not run has in its database.
    private static int resultsIn(Path directory) throws JournalException {
        try (ReplicaJournal journal = ReplicaJournal.open(directory.resolve("journal"))) {
            return journal.reading().batch(1).orElseThrow().succeeded();
        }
    }
}
