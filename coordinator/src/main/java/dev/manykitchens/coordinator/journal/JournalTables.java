package dev.manykitchens.coordinator.journal;

import dev.manykitchens.coordinator.link.BatchTold;
import dev.manykitchens.coordinator.link.JournalCodec;
import dev.manykitchens.coordinator.link.JournalCodec.KnownWorker;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.dispatch.OpenWork;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.value.Columns;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/// The rows of a journal, as they are written and deleted. What they mean is not known here: see
/// [JournalWriter], and [Schema] for the tables. Confined to one thread.
final class JournalTables {

    /// A part of the arguments of a batch takes about so much.
    private static final long PART_BYTES = 1 << 20;

    private final Connection connection;

    private final PreparedStatement stateStatement;
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

    JournalTables(Connection connection) throws SQLException {
        this.connection = connection;
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

    /// The state of the journal.
    void putState(JournalState state) throws SQLException {
        RowWriter row = new RowWriter(stateStatement, "state");
        for (long each : state.columns()) {
            row.with(each);
        }
        row.write();
    }

    /// @param place its place among all that came
    void putSubmitter(Input.SubmitterOpened submitter, long place, Payload.OfSubmitter its)
            throws SQLException {
        submitterRow
                .with(submitter.submitter())
                .with(place)
                .with(submitter.mostWorkers())
                .with(its.session())
                .with(JournalCodec.client(its.hello()))
                .write();
    }

    void deleteSubmitter(long submitter) throws SQLException {
        delete(submitterGone, submitter);
    }

    /// @param place its place among all that came
    void putWorker(long place, KnownWorker worker) throws SQLException {
        workerRow
                .with(worker.joined().worker())
                .with(place)
                .with(JournalCodec.worker(worker))
                .write();
    }

    void deleteWorker(String worker) throws SQLException {
        delete(workerGone, worker);
    }

    void putResource(String key, ResourceSpec spec) throws SQLException {
        resourceRow
                .with(key)
                .with(spec.permits())
                .with(spec.scope() == ResourceSpec.Scope.SHARED)
                .write();
    }

    void deleteResource(String key) throws SQLException {
        delete(resourceGone, key);
    }

    /// A batch and its arguments.
    ///
    /// @param place its place among all that came
    /// @param session its submitter's; empty: none
    void putBatch(Input.BatchSubmitted batch, long place, String session, Payload.OfBatch payload)
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
                .with(place)
                .with(batch.submitter())
                .with(session)
                .with(payload.theirs())
                .with(payload.key().text())
                .with(payload.detached())
                .with(payload.submitted())
                .with(batch.recipe())
                .with(batch.jobs())
                .with(parts)
                .with(JournalCodec.definition(batch, told, payload.key()))
                .write();
    }

    void deleteArguments(long batch) throws SQLException {
        delete(argumentsGone, batch);
    }

    /// Deletes a batch, its progress and its outcomes; whether there was one.
    boolean deleteBatch(long batch) throws SQLException {
        boolean found = delete(batchGone, batch) == 1;
        if (found) {
            delete(outcomesGone, batch);
            delete(progressGone, batch);
        }
        return found;
    }

    /// How jobs of a batch ended, the last of its rows so far.
    ///
    /// @param data their results, or their outcome
    void putOutcome(OpenBatch batch, int first, int count, Outcome.Kind kind, byte[] data)
            throws SQLException {
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

    void putLease(long batch, OpenWork.GivenLease lease) throws SQLException {
        leaseRow.with(lease.lease())
                .with(batch)
                .with(lease.worker())
                .with(lease.first())
                .with(lease.count())
                .with(lease.attempt())
                .write();
    }

    void deleteLease(long lease) throws SQLException {
        delete(leaseGone, lease);
    }

    void putTried(long batch, OpenWork.TriedJobs run) throws SQLException {
        triedRow.with(batch).with(run.first()).with(run.count()).with(run.attempt()).write();
    }

    /// @param first the first job of the run
    void deleteTried(long batch, int first) throws SQLException {
        triedGone.setLong(1, batch);
        triedGone.setLong(2, first);
        int _ = triedGone.executeUpdate();
    }

    /// How far a batch is.
    void putProgress(OpenBatch batch) throws SQLException {
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
    }

    private static int delete(PreparedStatement statement, long number) throws SQLException {
        statement.setLong(1, number);
        return statement.executeUpdate();
    }

    private static void delete(PreparedStatement statement, String name) throws SQLException {
        statement.setString(1, name);
        int _ = statement.executeUpdate();
    }
}
