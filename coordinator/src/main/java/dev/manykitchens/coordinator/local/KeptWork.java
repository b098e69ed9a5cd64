package dev.manykitchens.coordinator.local;

import dev.manykitchens.coordinator.dispatch.Claim;
import dev.manykitchens.coordinator.dispatch.Coordinator;
import dev.manykitchens.coordinator.dispatch.Keeping;
import dev.manykitchens.coordinator.journal.Journal;
import dev.manykitchens.coordinator.journal.JournalException;
import dev.manykitchens.coordinator.journal.JournalShelf;
import dev.manykitchens.coordinator.journal.KeptBatch;
import dev.manykitchens.coordinator.journal.Outcomes;
import dev.manykitchens.coordinator.journal.Payload;
import dev.manykitchens.coordinator.journal.Recovered;
import dev.manykitchens.coordinator.link.BatchKey;
import dev.manykitchens.coordinator.link.Travel;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.dispatch.OpenWork;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.pool.PoolJournal;
import dev.manykitchens.core.pool.RunningBatch;
import dev.manykitchens.core.value.Column;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// The journal of a pool, and what the pool before was killed with. Thread-safe.
///
/// ```
/// killed with: batch, outcomes ──▶ start: told, and the rest goes on
///                  ▲                        │
///               journal ◀── accepted, ended ┘      cut off before anything is cancelled
/// ```
///
/// Its workers went with their pool: whatever they had is run again, as if it had not been given to
/// them.
final class KeptWork implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeptWork.class);

    private static final long PAGE_BYTES = 4 << 20;

    private final PoolJournal where;
    private final CutJournal journal;
    private final Recovered recovered;

    /// The batch that goes on.
    private final Optional<KeptBatch> before;

    /// Its outcomes, until it is started.
    private final List<Payload> known;

    private final AtomicBoolean started = new AtomicBoolean();
    private volatile Optional<String> failure = Optional.empty();

    private KeptWork(
            PoolJournal where,
            CutJournal journal,
            Recovered recovered,
            Optional<KeptBatch> before,
            List<Payload> known) {
        this.where = where;
        this.journal = journal;
        this.recovered = recovered;
        this.before = before;
        this.known = known;
    }

    /// Opens the journal and reads what is there.
    ///
    /// @throws IllegalStateException when it cannot be had, in one line
    static KeptWork open(PoolJournal where) {
        try {
            return open(where, JournalShelf.open(where.directory(), InstantSource.system()));
        } catch (JournalException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /// Reads what is in a journal, which is closed with what this returns, or when it fails.
    ///
    /// @throws IllegalStateException when it cannot be read, in one line
    static KeptWork open(PoolJournal where, Journal opened) {
        KeptWork kept = null;
        try {
            Recovered recovered = opened.recover();
            Optional<KeptBatch> before = opened.batch(where.work());
            List<Payload> known = new ArrayList<>();
            if (before.isPresent()) {
                long after = 0;
                for (boolean more = true; more; ) {
                    Outcomes page = opened.outcomes(before.get().number(), after, PAGE_BYTES);
                    known.addAll(page.outcomes());
                    after = page.last();
                    more = !page.outcomes().isEmpty();
                }
            }
            int jobs = before.map(batch -> batch.succeeded() + batch.ended()).orElse(0);
            if (jobs > 0) {
                where.listener().known(jobs);
            }
            kept = new KeptWork(where, new CutJournal(opened), recovered, before, known);
            return kept;
        } catch (JournalException e) {
            throw new IllegalStateException(e.getMessage(), e);
        } finally {
            if (kept == null) {
                opened.close();
            }
        }
    }

    /// The number of the first lease of this life.
    long firstLease() {
        return recovered.firstLease();
    }

    /// How a coordinator keeps its work here.
    ///
    /// @param stopped hears why nothing can be written any more
    Keeping keeping(Consumer<String> stopped) {
        return new Keeping(
                journal,
                InstantSource.system(),
                _ -> {},
                why -> {
                    failure = Optional.of(why);
                    where.listener().failed(why);
                    stopped.accept(why);
                });
    }

    /// Why nothing can be written any more; empty: it can.
    Optional<String> failure() {
        return failure;
    }

    /// Tells a coordinator what it must know before it takes the first batch.
    void begin(Coordinator coordinator) {
        coordinator.numberBehind(recovered.lastBatch());
        if (where.work().isEmpty()) {
            coordinator.forgetFinished();
        }
    }

    /// Starts a batch: goes on with it if it is the one that the pool before was killed with.
    ///
    /// @throws IllegalArgumentException when an argument is too large to travel
    /// @throws IllegalStateException when no more batches are taken
    RunningBatch start(
            Coordinator coordinator, Batch batch, boolean speculate, BatchListener listener) {
        if (where.work().isEmpty() || started.getAndSet(true)) {
            return coordinator.submit(batch, speculate, listener);
        }
        Claim claim = new Claim(0, BatchKey.of(where.work()), true);
        return before.isPresent()
                ? goOn(coordinator, before.get(), batch, speculate, claim, listener)
                : coordinator.submit(batch, speculate, claim, listener);
    }

    private RunningBatch goOn(
            Coordinator coordinator,
            KeptBatch kept,
            Batch batch,
            boolean speculate,
            Claim claim,
            BatchListener listener) {
        if (kept.jobs() != batch.size() || !kept.recipe().equals(batch.recipe().name())) {
            throw new IllegalStateException(
                    "the journal in %s must hold %d jobs of %s, holds %d of %s; remove that directory"
                            .formatted(
                                    where.directory(),
                                    batch.size(),
                                    batch.recipe().name(),
                                    kept.jobs(),
                                    kept.recipe()));
        }
        BitSet succeeded = new BitSet();
        BitSet ended = new BitSet();
        for (Payload outcome : known) {
            switch (outcome) {
                case Payload.OfResults(long _, int first, Column results) -> {
                    succeeded.set(first, first + results.size());
                    coordinator.deliver(() -> listener.succeeded(first, results));
                }
                case Payload.OfEnded(long _, int first, int count, Outcome how) -> {
                    ended.set(first, first + count);
                    coordinator.deliver(() -> listener.ended(first, count, how));
                }
                case Payload.OfSubmitter _,
                        Payload.OfWorker _,
                        Payload.OfBatch _,
                        Payload.OfFinish _,
                        Payload.Forgotten _ -> {}
            }
        }
        known.clear();
        return coordinator.goOn(
                open(kept, batch, speculate, succeeded, ended), batch, claim, listener);
    }

    private OpenWork.UnfinishedBatch open(
            KeptBatch kept, Batch batch, boolean speculate, BitSet succeeded, BitSet ended) {
        int givenOut = batch.size();
        List<OpenWork.TriedJobs> tried = List.of();
        for (OpenWork.UnfinishedBatch open : recovered.work().batches()) {
            if (open.batch().batch() == kept.number()) {
                givenOut = open.givenOut();
                tried = open.tried();
            }
        }
        return new OpenWork.UnfinishedBatch(
                new Input.BatchSubmitted(
                        kept.number(),
                        batch.recipe().name(),
                        batch.size(),
                        batch.options().attempts(),
                        Travel.longestJobBytes(batch),
                        0,
                        speculate,
                        false,
                        batch.options().priority()),
                succeeded,
                ended,
                givenOut,
                tried,
                List.of());
    }

    /// Writes nothing from now on: what is cancelled hereafter is to be gone on with.
    void cutOff() {
        journal.cutOff();
    }

    /// Ends it; where nobody goes on with it, all of it is removed. The coordinator is closed by
    /// then.
    @Override
    public void close() {
        boolean all = failure.isEmpty() && !journal.isCut() && isFinished();
        journal.close();
        if (where.work().isEmpty()) {
            try {
                JournalShelf.remove(where.directory());
            } catch (JournalException e) {
                LOG.debug("the next pool removes it directory={}", where.directory(), e);
            }
        } else if (all) {
            where.listener().ended();
        }
    }

    private boolean isFinished() {
        try {
            return journal.batches().stream().allMatch(batch -> batch.finished().isPresent());
        } catch (JournalException e) {
            LOG.debug("what is left is not known directory={}", where.directory(), e);
            return false;
        }
    }
}
