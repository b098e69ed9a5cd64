package dev.manykitchens.replication;

import static dev.manykitchens.coordinator.journal.JournalContract.came;
import static dev.manykitchens.coordinator.journal.JournalContract.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.coordinator.journal.Happenings;
import dev.manykitchens.coordinator.journal.Journal;
import dev.manykitchens.coordinator.journal.JournalContract;
import dev.manykitchens.coordinator.journal.JournalException;
import dev.manykitchens.coordinator.journal.Written;
import dev.manykitchens.core.journal.Fact;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// One batch of a thousand jobs, each of whose results is its number: what a group is filled with.
final class CountedResults {

    private CountedResults() {}

    /// Waits for the first leader of a group, and has it keep the batch with this many results.
    static Group.Leads filled(Group group, int count) throws Exception {
        Group.Leads leads = group.awaitLeader();
        leads.journal().recover();
        fill(leads.journal(), count);
        return leads;
    }

    /// Writes the batch, and this many results.
    static void fill(Journal journal, int count) throws JournalException {
        journal.force(List.of(came(1), Happenings.batch(1, 1, 1_000, "")));
        force(journal, 0, count);
    }

    /// Writes results, each in an entry of its own.
    ///
    /// @param from of this job first
    /// @param to not of this one
    static void force(Journal journal, int from, int to) throws JournalException {
        for (int i = from; i < to; i++) {
            journal.force(List.of(results(1, i, i)));
        }
    }

    /// An entry that is long in the log, and leaves nothing in a database.
    ///
    /// @param facts how long, about
    static List<Written> passing(int facts) {
        return List.of(
                new Written(
                        LongStream.range(0, facts).<Fact>mapToObj(Fact.LeaseEnded::new).toList(),
                        List.of()));
    }

    /// The results of so many jobs must be there, and nothing else.
    static void requireResults(Journal journal, int count) throws JournalException {
        assertThat(outcomes(journal))
                .isEqualTo(
                        IntStream.range(0, count)
                                .mapToObj(i -> "1/%d=[%d]".formatted(i, i))
                                .toList());
    }

    /// What is there, as text.
    static List<String> outcomes(Journal journal) throws JournalException {
        return JournalContract.all(journal, 1, 10_000);
    }
}
