package dev.manykitchens.coordinator.journal;

import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.dispatch.OpenWork;
import dev.manykitchens.core.journal.Ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A journal that outlives coordinators and not this process, for tests of who writes and reads it.
/// What is forced after [#crash] is lost.
public final class MemoryJournal implements Journal {

    private final Ledger ledger = new Ledger();
    private final Map<Long, Payload.OfSubmitter> submitters = new HashMap<>();
    private final Map<String, Payload.OfWorker> workers = new HashMap<>();
    private final Map<Long, Kept> batches = new LinkedHashMap<>();
    private long life;
    private long lastSubmitter;
    private boolean crashed;
    private boolean takesResults = true;
    private int forced;

    private static final class Kept {
        private final Payload.OfBatch batch;
        private final List<Payload> outcomes = new ArrayList<>();
        private Optional<Payload.OfFinish> finish = Optional.empty();

        Kept(Payload.OfBatch batch) {
            this.batch = batch;
        }
    }

    /// The disk takes nothing any more, as for a process that is killed.
    public synchronized void crash() {
        crashed = true;
    }

    /// The disk has no room for results any more, and nothing is written behind them.
    public synchronized void takeNoResults() {
        takesResults = false;
    }

    /// How many entries were forced.
    public synchronized int forced() {
        return forced;
    }

    @Override
    public synchronized Recovered recover() {
        crashed = false;
        life++;
        OpenWork work = ledger.open();
        Map<Long, Payload.OfBatch> open = new HashMap<>();
        work.batches()
                .forEach(batch ->
                        open.put(batch.batch().batch(), kept(batch.batch().batch()).batch));
        Map<Long, Payload.OfSubmitter> theirs = new HashMap<>();
        for (Input.SubmitterOpened submitter : work.submitters()) {
            theirs.put(
                    submitter.submitter(),
                    Objects.requireNonNull(submitters.get(submitter.submitter())));
        }
        Map<String, Payload.OfWorker> here = new HashMap<>();
        for (Input.WorkerJoined worker : work.workers()) {
            here.put(worker.worker(), Objects.requireNonNull(workers.get(worker.worker())));
        }
        return new Recovered(life, work, ledger.lastBatch(), lastSubmitter, theirs, here, open);
    }

    @Override
    public synchronized void force(List<Written> entry) throws JournalException {
        if (crashed) {
            throw new JournalException("the disk is gone");
        }
        if (!takesResults
                && entry.stream()
                        .flatMap(written -> written.payloads().stream())
                        .anyMatch(Payload.OfResults.class::isInstance)) {
            crashed = true;
            throw new JournalException("the disk is full");
        }
        forced++;
        for (Written written : entry) {
            ledger.addAll(written.facts());
            written.payloads().forEach(this::keep);
        }
        notifyAll();
    }

    private Kept kept(long batch) {
        return Objects.requireNonNull(batches.get(batch), "a fact must be of a batch that is kept");
    }

    private void keep(Payload payload) {
        switch (payload) {
            case Payload.OfSubmitter submitter -> {
                lastSubmitter = Math.max(lastSubmitter, submitter.submitter());
                submitters.put(submitter.submitter(), submitter);
            }
            case Payload.OfWorker worker -> workers.put(worker.worker(), worker);
            case Payload.OfBatch batch -> batches.put(batch.batch(), new Kept(batch));
            case Payload.OfResults results -> kept(results.batch()).outcomes.add(results);
            case Payload.OfEnded ended -> kept(ended.batch()).outcomes.add(ended);
            case Payload.OfFinish finish -> kept(finish.batch()).finish = Optional.of(finish);
            case Payload.Forgotten forgotten -> batches.remove(forgotten.batch());
        }
    }

    @Override
    public synchronized List<KeptBatch> batches() {
        return batches.values().stream().map(this::summary).toList();
    }

    private KeptBatch summary(Kept kept) {
        int succeeded = 0;
        int ended = 0;
        for (Payload outcome : kept.outcomes) {
            if (outcome instanceof Payload.OfResults results) {
                succeeded += results.results().size();
            } else if (outcome instanceof Payload.OfEnded others) {
                ended += others.count();
            }
        }
        Payload.OfBatch batch = kept.batch;
        return new KeptBatch(
                batch.batch(),
                Objects.requireNonNull(submitters.get(batch.submitter())).session(),
                batch.theirs(),
                batch.key(),
                batch.detached(),
                batch.told().batch().recipe().name(),
                batch.told().batch().size(),
                succeeded,
                ended,
                !kept.outcomes.isEmpty()
                        && kept.outcomes.getLast() instanceof Payload.OfEnded last
                        && last.outcome().kind().isCancellation(),
                batch.submitted(),
                kept.finish.map(Payload.OfFinish::finished));
    }

    @Override
    public synchronized Optional<KeptBatch> batch(long number) {
        return Optional.ofNullable(batches.get(number)).map(this::summary);
    }

    @Override
    public synchronized Optional<KeptBatch> batch(String key) {
        return batches().stream()
                .filter(batch -> batch.key().text().equals(key) && !key.isEmpty())
                .findFirst();
    }

    @Override
    public synchronized Outcomes outcomes(long batch, long after, long mostBytes) {
        Kept kept = batches.get(batch);
        if (kept == null) {
            return new Outcomes(List.of(), after, false);
        }
        // One at a time, so that pages follow each other.
        int from = (int) after;
        int to = Math.min(kept.outcomes.size(), from + 1);
        return new Outcomes(
                kept.outcomes.subList(from, to),
                to,
                kept.finish.isPresent() && to == kept.outcomes.size());
    }

    @Override
    public List<Long> expired(Instant now, Duration age, long mostBytes) {
        return List.of();
    }

    @Override
    public void close() {}
}
