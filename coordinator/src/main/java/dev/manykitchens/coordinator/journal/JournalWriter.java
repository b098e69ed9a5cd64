package dev.manykitchens.coordinator.journal;

import dev.manykitchens.coordinator.link.JournalCodec;
import dev.manykitchens.coordinator.link.JournalCodec.KnownWorker;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.dispatch.OpenWork;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.journal.Fact;
import dev.manykitchens.core.resource.ResourceSpec;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes entries into the tables, which hold the state as it is afterwards: says which facts
/// change which rows. What is open it has in memory too, so that it need not read. Confined to one
/// thread.
///
/// What it does with a fact is what [dev.manykitchens.core.journal.Ledger] does; both are held
/// against each other by tests.
final class JournalWriter {

    private final InstantSource clock;
    private final Statement plain;

    private final PreparedStatement commit;
    private final PreparedStatement begin;
    private final JournalTables tables;

    private JournalState state = JournalState.NEW;

    /// The session of each.
    private final Map<Long, String> submitters = new HashMap<>();

    private final Map<String, PlacedWorker> workers = new HashMap<>();
    private final Set<String> resources = new HashSet<>();
    private final Map<Long, OpenBatch> batches = new HashMap<>();
    private final Map<Long, OpenBatch> byLease = new HashMap<>();

    /// Those of which something is to be written yet.
    private final Set<OpenBatch> changed = new LinkedHashSet<>();

    private record PlacedWorker(long place, KnownWorker worker) {}

    JournalWriter(Connection connection, InstantSource clock) throws SQLException {
        this.clock = clock;
        plain = connection.createStatement();
        begin = connection.prepareStatement("BEGIN IMMEDIATE");
        commit = connection.prepareStatement("COMMIT");
        tables = new JournalTables(connection);
    }

    /// What was read at the beginning.
    void restore(Restored restored) {
        state = restored.state();
        restored.submitters().forEach((number, its) -> submitters.put(number, its.session()));
        for (Input.WorkerJoined worker : restored.work().workers()) {
            workers.put(
                    worker.worker(),
                    new PlacedWorker(
                            restored.placeOf(worker.worker()),
                            new KnownWorker(worker, restored.helloOf(worker.worker()))));
        }
        resources.addAll(restored.work().resources().keySet());
        for (OpenBatch batch : restored.batches()) {
            batches.put(batch.number(), batch);
            batch.leases().forEach(lease -> byLease.put(lease.lease(), batch));
        }
    }

    JournalState state() {
        return state;
    }

    /// Another life begins.
    void beginLife() throws SQLException {
        begin();
        writeLife();
        commit();
    }

    /// Brings an entry to disk.
    void write(List<Written> entry) throws SQLException {
        begin();
        writeRows(entry);
        commit();
    }

    /// Begins an entry beside which others write.
    void begin() throws SQLException {
        begin.execute();
    }

    /// Brings to disk what was written since [#begin].
    void commit() throws SQLException {
        commit.execute();
    }

    /// Another life begins, between [#begin] and [#commit].
    void writeLife() throws SQLException {
        state = state.withLife(state.life() + 1);
        writeRows(List.of());
    }

    /// Writes the rows of an entry, between [#begin] and [#commit].
    void writeRows(List<Written> entry) throws SQLException {
        for (Written written : entry) {
            apply(written);
        }
        for (OpenBatch batch : changed) {
            writeChanges(batch);
        }
        changed.clear();
        state = state.afterNextEntry();
        writeState();
    }

    /// Takes back what was not committed; whoever calls this writes no more.
    void giveUp() throws SQLException {
        plain.execute("ROLLBACK");
    }

    private void writeState() throws SQLException {
        tables.putState(state);
    }

    /// What the payloads of one step say, by what they are about.
    private record Attached(
            Map<Long, Payload.OfSubmitter> submitters,
            Map<String, Payload.OfWorker> workers,
            Map<Long, Payload.OfBatch> batches,
            Map<Long, Instant> finishes) {

        static Attached of(List<Payload> payloads) {
            Attached attached =
                    new Attached(
                            new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
            for (Payload payload : payloads) {
                switch (payload) {
                    case Payload.OfSubmitter its -> attached.submitters.put(its.submitter(), its);
                    case Payload.OfWorker its -> attached.workers.put(its.worker(), its);
                    case Payload.OfBatch its -> attached.batches.put(its.batch(), its);
                    case Payload.OfFinish(long batch, Instant when) ->
                            attached.finishes.put(batch, when);
                    case Payload.OfResults _, Payload.OfEnded _, Payload.Forgotten _ -> {}
                }
            }
            return attached;
        }

        static <K, V> V of(Map<K, V> payloads, K about, String what) {
            V its = payloads.get(about);
            if (its == null) {
                throw new IllegalArgumentException(
                        "what is written of %s must come with its payload, that of %s did not"
                                .formatted(what, about));
            }
            return its;
        }
    }

    private void apply(Written written) throws SQLException {
        Attached attached = Attached.of(written.payloads());
        List<OpenBatch> finished = new ArrayList<>();
        for (Fact fact : written.facts()) {
            apply(fact, attached, finished);
        }
        for (Payload payload : written.payloads()) {
            switch (payload) {
                case Payload.OfResults(long batch, int first, var results) -> {
                    OpenBatch its = batches.get(batch);
                    if (its != null && results.size() > 0) {
                        writeOutcome(
                                its,
                                first,
                                results.size(),
                                Outcome.Kind.SUCCEEDED,
                                JournalCodec.results(results));
                    }
                }
                case Payload.OfEnded(long batch, int first, int count, Outcome outcome) -> {
                    OpenBatch its = batches.get(batch);
                    if (its != null && count > 0) {
                        writeOutcome(
                                its, first, count, outcome.kind(), JournalCodec.outcome(outcome));
                    }
                }
                case Payload.OfSubmitter _,
                        Payload.OfWorker _,
                        Payload.OfBatch _,
                        Payload.OfFinish _,
                        Payload.Forgotten _ -> {}
            }
        }
        // Behind its outcomes.
        for (OpenBatch batch : finished) {
            batches.remove(batch.number());
            tables.deleteArguments(batch.number());
            state = state.withUnfinished(-1);
        }
        for (Payload payload : written.payloads()) {
            if (payload instanceof Payload.Forgotten(long batch)) {
                forget(batch);
            }
        }
    }

    private void apply(Fact fact, Attached attached, List<OpenBatch> finished) throws SQLException {
        switch (fact) {
            case Fact.SubmitterCame(Input.SubmitterOpened submitter) ->
                    writeSubmitter(submitter, attached);
            case Fact.SubmitterWent(long submitter) -> {
                if (submitters.remove(submitter) != null) {
                    tables.deleteSubmitter(submitter);
                    state = state.withSubmitters(-1);
                }
            }
            case Fact.BatchAccepted(Input.BatchSubmitted batch) ->
                    writeBatch(
                            batch, Attached.of(attached.batches(), batch.batch(), "a new batch"));
            case Fact.BatchFinished(long batch) -> {
                OpenBatch its = open(batch);
                if (its != null) {
                    its.leases().forEach(lease -> byLease.remove(lease.lease()));
                    Instant when = attached.finishes().get(batch);
                    its.finish(when == null ? clock.instant() : when);
                    changed.add(its);
                    finished.add(its);
                }
            }
            case Fact.JobsReported reported -> report(reported);
            case Fact.JobsEnded(long batch, int first, int count) -> {
                OpenBatch its = open(batch);
                if (its != null) {
                    its.tried().clear(first, count);
                    changed.add(its);
                }
            }
            case Fact.JobsTried tried -> {
                OpenBatch its = open(tried.batch());
                OpenWork.@Nullable GivenLease lease = its == null ? null : its.lease(tried.lease());
                if (its != null && lease != null) {
                    its.tried().set(tried.first(), tried.count(), lease.attempt() + 1);
                    changed.add(its);
                }
            }
            case Fact.LeaseGiven given -> {
                OpenBatch its = open(given.batch());
                if (its != null) {
                    its.give(
                            new OpenWork.GivenLease(
                                    given.lease(),
                                    given.worker(),
                                    given.first(),
                                    given.count(),
                                    given.attempt()));
                    byLease.put(given.lease(), its);
                    changed.add(its);
                }
            }
            case Fact.LeaseEnded(long lease) -> {
                OpenBatch its = byLease.remove(lease);
                if (its != null) {
                    its.end(lease);
                    changed.add(its);
                }
            }
            case Fact.WorkerCame(Input.WorkerJoined worker) -> {
                PlacedWorker before = workers.get(worker.worker());
                writeWorker(
                        new PlacedWorker(
                                before == null ? nextPlace() : before.place(),
                                new KnownWorker(
                                        worker,
                                        Attached.of(
                                                        attached.workers(),
                                                        worker.worker(),
                                                        "a new worker")
                                                .hello())));
                if (before == null) {
                    state = state.withWorkers(1);
                }
            }
            case Fact.WorkerResized(String worker, int threads) -> {
                PlacedWorker its = workers.get(worker);
                if (its != null) {
                    writeWorker(resized(its, threads));
                }
            }
            case Fact.WorkerWent(String worker) -> {
                if (workers.remove(worker) != null) {
                    tables.deleteWorker(worker);
                    state = state.withWorkers(-1);
                }
            }
            case Fact.ResourcesCame(Map<String, ResourceSpec> more) -> {
                for (Map.Entry<String, ResourceSpec> each : more.entrySet()) {
                    if (resources.add(each.getKey())) {
                        tables.putResource(each.getKey(), each.getValue());
                        state = state.withResources(1);
                    }
                }
            }
            case Fact.ResourcesWent(Set<String> names) -> {
                for (String name : names) {
                    if (resources.remove(name)) {
                        tables.deleteResource(name);
                        state = state.withResources(-1);
                    }
                }
            }
        }
    }

    /// The batch when it is not finished, or null.
    private @Nullable OpenBatch open(long batch) {
        OpenBatch its = batches.get(batch);
        return its == null || its.finished() != null ? null : its;
    }

    private void report(Fact.JobsReported reported) {
        OpenBatch its = open(reported.batch());
        if (its == null) {
            return;
        }
        for (int job : reported.succeeded()) {
            its.tried().clear(job, 1);
        }
        OpenWork.GivenLease lease = its.lease(reported.lease());
        if (lease == null) {
            return;
        }
        int next = reported.first() + reported.count();
        int left = lease.first() + lease.count() - next;
        if (left > 0) {
            its.put(
                    new OpenWork.GivenLease(
                            lease.lease(), lease.worker(), next, left, lease.attempt()));
        } else {
            its.end(lease.lease());
            byLease.remove(lease.lease());
        }
        changed.add(its);
    }

    private long nextPlace() {
        state = state.withNextPlace();
        return state.lastPlace();
    }

    private void writeSubmitter(Input.SubmitterOpened submitter, Attached attached)
            throws SQLException {
        if (submitters.containsKey(submitter.submitter())) {
            return;
        }
        Payload.OfSubmitter its =
                Attached.of(attached.submitters(), submitter.submitter(), "a new submitter");
        submitters.put(submitter.submitter(), its.session());
        tables.putSubmitter(submitter, nextPlace(), its);
        state = state.withSubmitters(1).withSubmitter(submitter.submitter());
    }

    private static PlacedWorker resized(PlacedWorker worker, int threads) {
        Input.WorkerJoined its = worker.worker().joined();
        return new PlacedWorker(
                worker.place(),
                new KnownWorker(
                        new Input.WorkerJoined(
                                its.worker(),
                                its.host(),
                                its.pid(),
                                threads,
                                its.recipes(),
                                its.line()),
                        worker.worker().hello()));
    }

    private void writeWorker(PlacedWorker worker) throws SQLException {
        workers.put(worker.worker().joined().worker(), worker);
        tables.putWorker(worker.place(), worker.worker());
    }

    private void writeBatch(Input.BatchSubmitted batch, Payload.OfBatch payload)
            throws SQLException {
        tables.putBatch(
                batch, nextPlace(), submitters.getOrDefault(batch.submitter(), ""), payload);
        OpenBatch its = new OpenBatch(batch.batch());
        batches.put(batch.batch(), its);
        changed.add(its);
        state = state.withBatches(1).withUnfinished(1).withBatch(batch.batch());
    }

    private void writeOutcome(OpenBatch batch, int first, int count, Outcome.Kind kind, byte[] data)
            throws SQLException {
        batch.count(kind == Outcome.Kind.SUCCEEDED, count, data.length);
        changed.add(batch);
        tables.putOutcome(batch, first, count, kind, data);
    }

    private void writeChanges(OpenBatch batch) throws SQLException {
        OpenBatch.LeaseChanges leases = batch.takeLeaseChanges();
        for (OpenWork.GivenLease lease : leases.written()) {
            tables.putLease(batch.number(), lease);
        }
        for (long lease : leases.gone()) {
            tables.deleteLease(lease);
        }
        for (int first : batch.tried().takeChanged()) {
            OpenWork.TriedJobs run = batch.tried().startingAt(first);
            if (run == null) {
                tables.deleteTried(batch.number(), first);
            } else {
                tables.putTried(batch.number(), run);
            }
        }
        tables.putProgress(batch);
        state = state.with(batch.takeGrowth());
    }

    private void forget(long batch) throws SQLException {
        if (batches.containsKey(batch)) {
            throw new IllegalArgumentException(
                    "a batch must be finished before it is forgotten, batch " + batch + " is not");
        }
        for (OpenBatch each : List.copyOf(changed)) {
            if (each.number() == batch) {
                writeChanges(each);
                changed.remove(each);
            }
        }
        if (tables.deleteBatch(batch)) {
            state = state.withBatches(-1);
        }
    }
}
