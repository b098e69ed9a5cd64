package dev.manykitchens.coordinator.local;

import dev.manykitchens.coordinator.journal.Journal;
import dev.manykitchens.coordinator.journal.JournalException;
import dev.manykitchens.coordinator.journal.KeptBatch;
import dev.manykitchens.coordinator.journal.Outcomes;
import dev.manykitchens.coordinator.journal.Recovered;
import dev.manykitchens.coordinator.journal.Written;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A journal in which nothing more is written from a certain moment on, as if the process had been
/// killed then.
final class CutJournal implements Journal {

    private final Journal journal;
    private volatile boolean cut;

    CutJournal(Journal journal) {
        this.journal = journal;
    }

    /// From now on, what comes to be written is lost.
    void cutOff() {
        cut = true;
    }

    boolean isCut() {
        return cut;
    }

    @Override
    public Recovered recover() throws JournalException {
        return journal.recover();
    }

    @Override
    public void force(List<Written> entry) throws JournalException {
        if (!cut) {
            journal.force(entry);
        }
    }

    @Override
    public List<KeptBatch> batches() throws JournalException {
        return journal.batches();
    }

    @Override
    public Optional<KeptBatch> batch(long number) throws JournalException {
        return journal.batch(number);
    }

    @Override
    public Optional<KeptBatch> batch(String key) throws JournalException {
        return journal.batch(key);
    }

    @Override
    public Outcomes outcomes(long batch, long after, long mostBytes) throws JournalException {
        return journal.outcomes(batch, after, mostBytes);
    }

    @Override
    public List<Long> expired(Instant now, Duration age, long mostBytes) throws JournalException {
        return journal.expired(now, age, mostBytes);
    }

    @Override
    public void close() {
        journal.close();
    }
}
