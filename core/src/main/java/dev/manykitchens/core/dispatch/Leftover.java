package dev.manykitchens.core.dispatch;

import java.util.ArrayList;
import java.util.List;

/// Jobs without an outcome that a lease leaves behind when it ends, and that nobody else runs.
///
/// @param attempt the attempt in which they were
/// @param counted whether that attempt counts: a worker died under it
/// @param solo whether they were to be given out alone
record Leftover(int first, int count, int attempt, boolean counted, boolean solo) {

    int end() {
        return first + count;
    }

    /// Whether a job of theirs has an attempt left.
    boolean isToBeRunAgain(BatchQueue batch) {
        return !counted || attempt < batch.attempts();
    }

    /// The same jobs as they wait for their next run.
    Range again() {
        return new Range(first, count, counted ? attempt + 1 : attempt, counted || solo);
    }

    /// What a lease that is about to end leaves behind. Jobs that have a copy are not left: the
    /// copy takes the place of the lease, and when the worker died it is remembered that it did.
    ///
    /// @param died whether its worker died
    static List<Leftover> of(Lease lease, boolean died) {
        BatchQueue batch = lease.batch();
        Copies copies = batch.copies();
        Range chunk = lease.chunk();
        if (copies.of(chunk.first()) == lease) {
            if (died && !batch.isSettled(chunk.first())) {
                copies.bereave(chunk.first());
            }
            return List.of();
        }
        List<Leftover> all = new ArrayList<>();
        for (Range run :
                batch.unsettled(lease.expected(), chunk.end(), chunk.attempt(), chunk.solo())) {
            if (copies.concernNone()) {
                all.add(new Leftover(run.first(), run.count(), run.attempt(), died, run.solo()));
            } else {
                split(run, batch, died, all);
            }
        }
        return all;
    }

    private static void split(Range run, BatchQueue batch, boolean died, List<Leftover> all) {
        for (int job = run.first(); job < run.end(); job++) {
            Lease copy = batch.copies().of(job);
            if (copy != null) {
                if (died) {
                    batch.copies().bereave(job);
                }
                batch.promote(copy);
            } else {
                boolean counted = batch.copies().forget(job) || died;
                add(new Leftover(job, 1, run.attempt(), counted, run.solo()), all);
            }
        }
    }

    private static void add(Leftover job, List<Leftover> all) {
        Leftover before = all.isEmpty() ? null : all.getLast();
        if (before != null && before.end() == job.first && before.counted == job.counted) {
            all.removeLast();
            all.add(
                    new Leftover(
                            before.first, before.count + 1, job.attempt, job.counted, job.solo));
        } else {
            all.add(job);
        }
    }
}
