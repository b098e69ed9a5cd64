package dev.manykitchens.core.dispatch;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.TreeSet;

/// When which jobs are copied: those of batches that allow it, of which nothing waits any more,
/// once they take much longer than the others, and only on threads that nothing else wants.
///
/// ```
/// batch with running jobs ─▶ upcoming ──(its first job is late)──▶ late ◀─ workers with free threads
///                                                                   │ ▲
///                          only its own worker has a thread free    ▼ │ another one has
///                                                                  stuck
/// ```
final class Speculation {

    /// A job to copy, and where to.
    record Copy(Lease original, int job, WorkerEntry worker) {}

    private final TreeSet<BatchQueue> upcoming =
            new TreeSet<>(
                    Comparator.comparingLong(BatchQueue::copiesDueAt)
                            .thenComparingLong(BatchQueue::number));
    private final Matching ready;
    private final Matching late;
    private final SequencedSet<BatchQueue> stuck = new LinkedHashSet<>();
    private final ListeningClock clock;

    /// @param ready brings together batches with jobs that wait and the same workers
    /// @param late brings together batches with late jobs and workers with free threads
    Speculation(Matching ready, Matching late, ListeningClock clock) {
        this.ready = ready;
        this.late = late;
        this.clock = clock;
    }

    /// Enters a batch where it belongs.
    void refresh(BatchQueue batch) {
        long due =
                batch.isFinished() || batch.queued() > 0 || batch.queuedAlone() > 0
                        ? Long.MAX_VALUE
                        : batch.copies().dueAt();
        if (!stuck.isEmpty()) {
            stuck.remove(batch);
        }
        if (due == batch.copiesDueAt() && due > clock.listened()) {
            return;
        }
        upcoming.remove(batch);
        batch.copyAt(due);
        boolean isLate = due <= clock.listened();
        late.enter(batch, isLate);
        if (!isLate && due < Long.MAX_VALUE) {
            upcoming.add(batch);
        }
    }

    /// Takes in that a worker has room that had none.
    void roomGained() {
        if (!stuck.isEmpty()) {
            List<BatchQueue> all = new ArrayList<>(stuck);
            stuck.clear();
            all.forEach(batch -> late.enter(batch, true));
        }
    }

    /// The next copy to be made now; null when there is none. What it is made of must be refreshed
    /// before the next call.
    @Nullable Copy next() {
        long listened = clock.listened();
        while (!upcoming.isEmpty() && upcoming.first().copiesDueAt() <= listened) {
            late.enter(upcoming.removeFirst(), true);
        }
        for (Matching.Match match = late.next(); match != null; match = late.next()) {
            BatchQueue batch = match.batch();
            Copy copy = copy(batch, match.worker(), listened);
            if (copy == null) {
                WorkerEntry other = late.otherFor(match);
                copy = other == null ? null : copy(batch, other, listened);
            }
            if (copy != null) {
                return copy;
            }
            late.enter(batch, false);
            stuck.add(batch);
        }
        return null;
    }

    /// When a running job will be late, as far as a thread is free for a copy; `Long.MAX_VALUE`
    /// when none will.
    long dueAt() {
        return ready.hasRoom() && !upcoming.isEmpty()
                ? upcoming.first().copiesDueAt()
                : Long.MAX_VALUE;
    }

    /// Whether a batch is where its jobs belong, for the invariants.
    boolean isRight(BatchQueue batch) {
        boolean waits = batch.queued() > 0 || batch.queuedAlone() > 0;
        long due = waits ? Long.MAX_VALUE : batch.copies().dueAt();
        boolean expected = due < Long.MAX_VALUE;
        return due == batch.copiesDueAt()
                && expected
                        == (upcoming.contains(batch) || late.has(batch) || stuck.contains(batch));
    }

    private static @Nullable Copy copy(BatchQueue batch, WorkerEntry worker, long listened) {
        Lease original = batch.copies().late(worker, listened);
        return original == null
                ? null
                : new Copy(original, batch.copies().toCopy(original), worker);
    }
}
