package dev.manykitchens.coordinator.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where a coordinator keeps what must survive it. Written by one thread, in entries; read by any
/// thread meanwhile.
///
/// ```
/// Written, Written, … ──force──▶ on disk, whole or not at all ──▶ recover, by the coordinator after
///                                      │
///                                      └──▶ batches, outcomes: whoever asks, whenever
/// ```
///
/// What is open is kept as it is now and not as it came to be: recovery takes as long as there is
/// left to do, however much has been done. A finished batch stays with its outcomes until it is
/// forgotten.
public interface Journal extends AutoCloseable {

    /// What a finished batch counts for beside its outcomes.
    int BATCH_BYTES = 4 << 10;

    /// What the coordinators before left, and a number for this life, which is on disk when this
    /// returns. Called once, before anything is written.
    ///
    /// @throws JournalException when it cannot be read
    Recovered recover() throws JournalException;

    /// Brings an entry to disk: all of it is there when this returns, in this order, and none of it
    /// when it throws. After a failure nothing more may be written: what is on disk stays.
    ///
    /// @throws JournalException when it cannot be written, in one line
    void force(List<Written> entry) throws JournalException;

    /// Every batch that is kept, finished or not, in the order in which they came.
    ///
    /// @throws JournalException when it cannot be read
    List<KeptBatch> batches() throws JournalException;

    /// The batch of this number; empty when none is kept.
    ///
    /// @throws JournalException when it cannot be read
    Optional<KeptBatch> batch(long number) throws JournalException;

    /// The batch that was handed in with this key; empty when none is kept.
    ///
    /// @throws JournalException when it cannot be read
    Optional<KeptBatch> batch(String key) throws JournalException;

    /// The next outcomes of a batch, in the order in which they came to disk.
    ///
    /// @param after the place after which to begin: 0 at first, then [Outcomes#last] of the page
    ///   before
    /// @param mostBytes about so many bytes at most; one outcome at least, if there is one
    /// @throws JournalException when it cannot be read
    Outcomes outcomes(long batch, long after, long mostBytes) throws JournalException;

    /// The batches that are to be forgotten, those that were finished first in front: all that were
    /// finished at least so long ago, and as many more as it takes to keep the outcomes of the rest
    /// small.
    ///
    /// @param now the wall clock
    /// @param age how long the outcomes of a finished batch are kept
    /// @param mostBytes how much those of all finished batches may take together, where each batch
    ///   counts for [#BATCH_BYTES] beside them, so that small ones never become very many
    /// @throws JournalException when it cannot be read
    List<Long> expired(Instant now, Duration age, long mostBytes) throws JournalException;

    /// Ends it; what was forced stays.
    @Override
    void close();
}
