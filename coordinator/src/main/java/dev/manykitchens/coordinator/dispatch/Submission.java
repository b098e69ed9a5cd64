package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.link.BatchTold;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.pool.BatchListener;

import java.util.BitSet;
import java.util.Map;

/// A batch as it is handed in.
///
/// @param told the jobs, and what their workers must know
/// @param submitter who hands it in; 0: the owner of a local pool
/// @param speculate whether its slowest jobs may get a second copy
/// @param gathered whether its jobs were submitted one by one
/// @param settled jobs that are to be cancelled at once: they had their outcome before the batch
///   was handed in again
/// @param claim how it is found again
/// @param listener hears how its jobs end
public record Submission(
        BatchTold told,
        long submitter,
        boolean speculate,
        boolean gathered,
        BitSet settled,
        Claim claim,
        BatchListener listener) {

    public Submission {
        settled = (BitSet) settled.clone();
    }

    /// Of jobs that were submitted together.
    public Submission(
            BatchTold told,
            long submitter,
            boolean speculate,
            BitSet settled,
            Claim claim,
            BatchListener listener) {
        this(told, submitter, speculate, false, settled, claim, listener);
    }

    /// Of the owner of a local pool.
    static Submission local(
            Batch batch, double unitsPerSecond, boolean speculate, BatchListener listener) {
        return local(batch, unitsPerSecond, speculate, Claim.NONE, listener);
    }

    /// The same of a batch that is found again.
    ///
    /// @param claim how it is found again
    static Submission local(
            Batch batch,
            double unitsPerSecond,
            boolean speculate,
            Claim claim,
            BatchListener listener) {
        return new Submission(
                new BatchTold(batch, unitsPerSecond, Map.of()),
                0,
                speculate,
                new BitSet(),
                claim,
                listener);
    }

    /// Of jobs that the owner of a local pool submitted one by one.
    static Submission gathered(
            Batch batch, double unitsPerSecond, boolean speculate, BatchListener listener) {
        return new Submission(
                new BatchTold(batch, unitsPerSecond, Map.of()),
                0,
                speculate,
                true,
                new BitSet(),
                Claim.NONE,
                listener);
    }

    Batch batch() {
        return told.batch();
    }
}
