package dev.manykitchens.coordinator.cluster;

import dev.manykitchens.coordinator.journal.Journal;
import dev.manykitchens.coordinator.journal.JournalException;
import dev.manykitchens.coordinator.journal.Outcomes;
import dev.manykitchens.coordinator.journal.Payload;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Column;

import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/// Those who hear the outcomes of a batch from the journal: clients that came back, and whoever
/// follows a batch. Each reads at its own pace, a page at a time, so that nothing waits in memory
/// for who is slow.
///
/// ```
///            ┌── more came to disk ──▶ reads a page (reader's thread) ──▶ tells it ──▶ complete: finished, forgotten
///  at its end┤                              ▲                               │ not complete
///            └──────────────────────────────┴── waits until it takes more ◀─┘
/// ```
///
/// Confined to the loop, except for what the reader's thread does.
final class Followers {

    /// About so many bytes are read and told in one go.
    static final long PAGE_BYTES = 1 << 20;

    private final Journal journal;
    private final Executor reader;
    private final Executor loop;
    private final Map<Long, Set<Follower>> byBatch = new HashMap<>();

    /// Where outcomes are told. May be called on the reader's thread; must not block.
    interface Audience {

        /// Whether it takes more now.
        boolean isReady();

        /// Jobs `first`, `first + 1`, … succeeded.
        void succeeded(int first, Column results);

        /// Jobs `first` to `first + count - 1` ended in any other way.
        void ended(int first, int count, Outcome outcome);

        /// Every job has its outcome, and all were told. Called on the loop, and the last call.
        void finished();

        /// What was on disk was told, and that is all that is wanted. Called on the loop, and the
        /// last call.
        void upToDate();

        /// The journal cannot be read, or keeps the batch no more. Called on the loop, and the last
        /// call.
        ///
        /// @param why one line
        void failed(String why);
    }

    /// One who follows a batch.
    final class Follower {
        private final long batch;
        private final BitSet settled;
        private final boolean onlyNow;
        private final Audience audience;

        /// How far it has read; written where it reads, in turn with the loop.
        private long last;

        private boolean reading;

        /// Whether something came to disk since it began to read.
        private boolean more = true;

        private volatile boolean over;

        private Follower(long batch, BitSet settled, boolean onlyNow, Audience audience) {
            this.batch = batch;
            this.settled = (BitSet) settled.clone();
            this.onlyNow = onlyNow;
            this.audience = audience;
        }

        /// Reads on when there is something to read and the audience takes more. Called on the loop
        /// whenever either may have changed.
        void readOn() {
            if (over || reading || !more || !audience.isReady()) {
                return;
            }
            reading = true;
            more = false;
            reader.execute(this::read);
        }

        private void read() {
            try {
                Outcomes page = journal.outcomes(batch, last, PAGE_BYTES);
                if (!over) {
                    page.outcomes().forEach(this::tell);
                }
                last = page.last();
                boolean atEnd = page.outcomes().isEmpty();
                if (atEnd && !page.complete() && journal.batch(batch).isEmpty()) {
                    // Nothing of it will ever come to disk.
                    loop.execute(() -> end(() -> audience.failed(forgotten())));
                } else {
                    loop.execute(() -> wasRead(page.complete(), atEnd));
                }
            } catch (JournalException e) {
                loop.execute(() -> end(() -> audience.failed(String.valueOf(e.getMessage()))));
            }
        }

        private String forgotten() {
            return "a batch must be kept to be followed, batch %d is not any more: its outcomes were taken, or were kept long enough; kitchen jobs lists those that are"
                    .formatted(batch);
        }

        private void wasRead(boolean complete, boolean atEnd) {
            reading = false;
            if (complete) {
                end(audience::finished);
            } else if (atEnd && onlyNow) {
                end(audience::upToDate);
            } else {
                more |= !atEnd;
                readOn();
            }
        }

        private void end(Runnable lastWord) {
            if (!over) {
                stop();
                lastWord.run();
            }
        }

        /// Tells it no more.
        void stop() {
            over = true;
            Set<Follower> all = byBatch.get(batch);
            if (all != null && all.remove(this) && all.isEmpty()) {
                byBatch.remove(batch);
            }
        }

        private void tell(Payload outcome) {
            switch (outcome) {
                case Payload.OfResults(long _, int first, Column results) ->
                        lacking(
                                first,
                                results.size(),
                                (from, to) ->
                                        audience.succeeded(
                                                from, results.slice(from - first, to - first)));
                case Payload.OfEnded(long _, int first, int count, Outcome ended) ->
                        lacking(first, count, (from, to) -> audience.ended(from, to - from, ended));
                case Payload.OfSubmitter _,
                        Payload.OfWorker _,
                        Payload.OfBatch _,
                        Payload.OfFinish _,
                        Payload.Forgotten _ -> {}
            }
        }

        /// Passes on the runs of jobs whose outcome the audience has not.
        private void lacking(int first, int count, Runs runs) {
            int end = first + count;
            for (int from = settled.nextClearBit(first); from < end; ) {
                int next = settled.nextSetBit(from);
                int to = next < 0 ? end : Math.min(next, end);
                runs.run(from, to);
                from = settled.nextClearBit(to);
            }
        }
    }

    private interface Runs {
        void run(int from, int to);
    }

    /// @param reader reads, one page after the other
    /// @param loop what this is confined to
    Followers(Journal journal, Executor reader, Executor loop) {
        this.journal = journal;
        this.reader = reader;
        this.loop = loop;
    }

    /// Tells outcomes of a batch: those on disk, and each that comes there.
    ///
    /// @param settled the jobs whose outcomes are left out
    /// @param onlyNow whether it ends with what is on disk by now
    Follower follow(long batch, BitSet settled, boolean onlyNow, Audience audience) {
        Follower follower = new Follower(batch, settled, onlyNow, audience);
        byBatch.computeIfAbsent(batch, _ -> new LinkedHashSet<>()).add(follower);
        follower.readOn();
        return follower;
    }

    /// A batch has more outcomes on disk, or is finished.
    void cameToDisk(long batch) {
        Set<Follower> all = byBatch.get(batch);
        if (all != null) {
            for (Follower follower : List.copyOf(all)) {
                follower.more = true;
                follower.readOn();
            }
        }
    }

    /// How many follow a batch.
    int size() {
        return byBatch.values().stream().mapToInt(Set::size).sum();
    }
}
