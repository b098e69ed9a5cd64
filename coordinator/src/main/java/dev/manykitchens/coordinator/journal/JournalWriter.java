package dev.manykitchens.coordinator.journal;

import dev.manykitchens.coordinator.link.BatchTold;
import dev.manykitchens.coordinator.link.JournalCodec;
import dev.manykitchens.coordinator.link.JournalCodec.KnownWorker;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.dispatch.OpenWork;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.journal.Fact;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.value.Columns;

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

/// Writes entries into the tables, which hold the state as it is afterwards. What is open it has in
/// memory too, so that it need not read. Confined to one thread.
///
/// What it does with a fact is what [dev.manykitchens.core.journal.Ledger] does; both are held
/// against each other by tests.
final class JournalWriter {

    /// A part of the arguments of a batch takes about so much.
    private static final long PART_BYTES = 1 << 20;

    private final Connection connection;
    private final InstantSource clock;
    private final Statement plain;

    private final PreparedStatement stateStatement;
    private final PreparedStatement commit;
    private final PreparedStatement begin;
    private final RowWriter submitterRow;
    private final RowWriter workerRow;
    private final RowWriter resourceRow;
    private final RowWriter batchRow;
    private final RowWriter progressRow;
    private final RowWriter argumentRow;
    private final RowWriter outcomeRow;
    private final RowWriter leaseRow;
    private final RowWriter triedRow;
    private final PreparedStatement submitterGone;
    private final PreparedStatement workerGone;
    private final PreparedStatement resourceGone;
    private final PreparedStatement leaseGone;
    private final PreparedStatement triedGone;
    private final PreparedStatement argumentsGone;
    private final PreparedStatement outcomesGone;
    private final PreparedStatement progressGone;
    private final PreparedStatement batchGone;

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
        this.connection = connection;
        this.clock = clock;
        plain = connection.createStatement();
        begin = connection.prepareStatement("BEGIN IMMEDIATE");
        commit = connection.prepareStatement("COMMIT");
        stateStatement = connection.prepareStatement(insert("OR REPLACE", "state", 14));
        submitterRow = row("", "submitter", 6);
        workerRow = row("OR REPLACE", "worker", 4);
        resourceRow = row("OR REPLACE", "resource", 4);
        batchRow = row("", "batch", 14);
        progressRow = row("OR REPLACE", "progress", 10);
        leaseRow = row("OR REPLACE", "lease", 7);
        triedRow = row("OR REPLACE", "tried", 5);
        argumentRow =
                new RowWriter(
                        connection.prepareStatement(
                                "INSERT INTO argument (batch, part, data, sum) VALUES (?, ?, ?, ?)"),
                        "argument");
        outcomeRow =
                new RowWriter(
                        connection.prepareStatement(
                                "INSERT INTO outcome (data, batch, place, first, count, kind, length, data_sum, sum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
                        "outcome");
        submitterGone = connection.prepareStatement("DELETE FROM submitter WHERE number = ?");
        workerGone = connection.prepareStatement("DELETE FROM worker WHERE name = ?");
        resourceGone = connection.prepareStatement("DELETE FROM resource WHERE name = ?");
        leaseGone = connection.prepareStatement("DELETE FROM lease WHERE number = ?");
        triedGone = connection.prepareStatement("DELETE FROM tried WHERE batch = ? AND first = ?");
        argumentsGone = connection.prepareStatement("DELETE FROM argument WHERE batch = ?");
        outcomesGone = connection.prepareStatement("DELETE FROM outcome WHERE batch = ?");
        progressGone = connection.prepareStatement("DELETE FROM progress WHERE batch = ?");
        batchGone = connection.prepareStatement("DELETE FROM batch WHERE number = ?");
    }

    private RowWriter row(String conflict, String table, int columns) throws SQLException {
        return new RowWriter(connection.prepareStatement(insert(conflict, table, columns)), table);
    }

    private static String insert(String conflict, String table, int columns) {
        return "INSERT %s INTO %s VALUES (?%s)"
                .formatted(conflict, table, ", ?".repeat(columns - 1));
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
        RowWriter row = new RowWriter(stateStatement, "state");
        for (long each : state.columns()) {
            row.with(each);
        }
        row.write();
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
            delete(argumentsGone, batch.number());
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
                    delete(submitterGone, submitter);
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
                    workerGone.setString(1, worker);
                    int _ = workerGone.executeUpdate();
                    state = state.withWorkers(-1);
                }
            }
            case Fact.ResourcesCame(Map<String, ResourceSpec> more) -> {
                for (Map.Entry<String, ResourceSpec> each : more.entrySet()) {
                    if (resources.add(each.getKey())) {
                        resourceRow
                                .with(each.getKey())
                                .with(each.getValue().permits())
                                .with(each.getValue().scope() == ResourceSpec.Scope.SHARED)
                                .write();
                        state = state.withResources(1);
                    }
                }
            }
            case Fact.ResourcesWent(Set<String> names) -> {
                for (String name : names) {
                    if (resources.remove(name)) {
                        resourceGone.setString(1, name);
                        int _ = resourceGone.executeUpdate();
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
        submitterRow
                .with(submitter.submitter())
                .with(nextPlace())
                .with(submitter.mostWorkers())
                .with(its.session())
                .with(JournalCodec.client(its.hello()))
                .write();
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
        String name = worker.worker().joined().worker();
        workers.put(name, worker);
        workerRow
                .with(name)
                .with(worker.place())
                .with(JournalCodec.worker(worker.worker()))
                .write();
    }

    private void writeBatch(Input.BatchSubmitted batch, Payload.OfBatch payload)
            throws SQLException {
        BatchTold told = payload.told();
        Columns arguments = told.batch().arguments();
        int parts = 0;
        for (int from = 0; from < arguments.rows(); parts++) {
            int to = JournalCodec.partEnd(arguments, from, PART_BYTES);
            argumentRow
                    .with(batch.batch())
                    .with(parts)
                    .with(JournalCodec.arguments(arguments, from, to))
                    .write();
            from = to;
        }
        batchRow.with(batch.batch())
                .with(nextPlace())
                .with(batch.submitter())
                .with(submitters.getOrDefault(batch.submitter(), ""))
                .with(payload.theirs())
                .with(payload.key())
                .with(payload.detached())
                .with(payload.submitted())
                .with(batch.recipe())
                .with(batch.jobs())
                .with(parts)
                .with(JournalCodec.definition(batch, told))
                .write();
        OpenBatch its = new OpenBatch(batch.batch());
        batches.put(batch.batch(), its);
        changed.add(its);
        state = state.withBatches(1).withUnfinished(1).withBatch(batch.batch());
    }

    private void writeOutcome(OpenBatch batch, int first, int count, Outcome.Kind kind, byte[] data)
            throws SQLException {
        batch.count(kind == Outcome.Kind.SUCCEEDED, count, data.length);
        changed.add(batch);
        outcomeRow
                .withUnsummed(data)
                .with(batch.number())
                .with(batch.counts().rows())
                .with(first)
                .with(count)
                .with(kind.code())
                .with(data.length)
                .with(RowSum.of(data))
                .write();
    }

    private void writeChanges(OpenBatch batch) throws SQLException {
        OpenBatch.LeaseChanges leases = batch.takeLeaseChanges();
        for (OpenWork.GivenLease lease : leases.written()) {
            leaseRow.with(lease.lease())
                    .with(batch.number())
                    .with(lease.worker())
                    .with(lease.first())
                    .with(lease.count())
                    .with(lease.attempt())
                    .write();
        }
        for (long lease : leases.gone()) {
            delete(leaseGone, lease);
        }
        for (int first : batch.tried().takeChanged()) {
            OpenWork.TriedJobs run = batch.tried().startingAt(first);
            if (run == null) {
                triedGone.setLong(1, batch.number());
                triedGone.setLong(2, first);
                int _ = triedGone.executeUpdate();
            } else {
                triedRow.with(batch.number())
                        .with(first)
                        .with(run.count())
                        .with(run.attempt())
                        .write();
            }
        }
        Instant finished = batch.finished();
        progressRow
                .with(batch.number())
                .with(batch.givenOut())
                .with(batch.counts().succeeded())
                .with(batch.counts().ended())
                .with(batch.counts().rows())
                .with(batch.counts().bytes())
                .with(finished != null)
                .with(finished == null ? Instant.EPOCH : finished)
                .write();
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
        if (delete(batchGone, batch) == 1) {
            delete(outcomesGone, batch);
            delete(progressGone, batch);
            state = state.withBatches(-1);
        }
    }

    private static int delete(PreparedStatement statement, long number) throws SQLException {
        statement.setLong(1, number);
        return statement.executeUpdate();
    }
}
