package dev.manykitchens.coordinator.journal;

import dev.manykitchens.coordinator.link.JournalCodec;
import dev.manykitchens.coordinator.link.JournalCodec.KnownWorker;
import dev.manykitchens.coordinator.link.WorkerHello;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.dispatch.OpenWork;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.resource.ResourceSpec;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Everything that is open, read from the tables. Finished batches are only counted.
final class Restored {

    private static final Outcome.Kind[] KINDS = Outcome.Kind.values();

    private final Connection connection;
    private final JournalState state;
    private final Map<Long, Payload.OfSubmitter> submitters = new HashMap<>();
    private final Map<String, Payload.OfWorker> workers = new HashMap<>();
    private final Map<String, Long> places = new HashMap<>();
    private final Map<Long, Payload.OfBatch> told = new HashMap<>();
    private final Map<Long, OpenBatch> batches = new LinkedHashMap<>();
    private final OpenWork work;

    private Restored(Connection connection) throws SQLException, DamagedException {
        this.connection = connection;
        state = readState(connection);
        require("submitters", state.submitters(), count("submitter"));
        require("workers", state.workers(), count("worker"));
        require("resources", state.resources(), count("resource"));
        require("batches", state.batches(), count("batch"));
        require("batches", state.batches(), count("progress"));
        require("leases", state.leases(), count("lease"));
        require("runs of tried jobs", state.tried(), count("tried"));
        List<Input.SubmitterOpened> opened = readSubmitters();
        List<Input.WorkerJoined> joined = readWorkers();
        Map<String, ResourceSpec> resources = readResources();
        work = new OpenWork(opened, joined, resources, readBatches());
    }

    /// Reads it.
    ///
    /// @throws DamagedException when something of it is not as it was written
    static Restored read(Connection connection) throws SQLException, DamagedException {
        try {
            return new Restored(connection);
        } catch (IllegalArgumentException e) {
            // The sums are right: so this was written, by a version that allowed it.
            throw new DamagedException("it holds what makes no sense: " + e.getMessage(), e);
        }
    }

    JournalState state() {
        return state;
    }

    OpenWork work() {
        return work;
    }

    Map<Long, Payload.OfSubmitter> submitters() {
        return submitters;
    }

    List<OpenBatch> batches() {
        return List.copyOf(batches.values());
    }

    /// The place of a worker among all that came.
    long placeOf(String worker) {
        return places.getOrDefault(worker, 0L);
    }

    WorkerHello helloOf(String worker) {
        Payload.OfWorker its = workers.get(worker);
        if (its == null) {
            throw new IllegalArgumentException("a worker must be one that was read, was " + worker);
        }
        return its.hello();
    }

    /// What the next coordinator is told.
    ///
    /// @param life its number
    Recovered recovered(long life) {
        return new Recovered(
                life, work, state.lastBatch(), state.lastSubmitter(), submitters, workers, told);
    }

    /// The state; that of a new journal where nothing was written.
    static JournalState readState(Connection connection) throws SQLException, DamagedException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM state")) {
            if (!rows.next()) {
                return JournalState.NEW;
            }
            RowReader row = new RowReader(rows, "state");
            long[] columns = new long[JournalState.NEW.columns().length];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = row.number();
            }
            int _ = row.check();
            return JournalState.of(columns);
        }
    }

    private long count(String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private static void require(String what, long wanted, long found) throws DamagedException {
        if (wanted != found) {
            throw new DamagedException(
                    "it has %d %s, should have %d".formatted(found, what, wanted));
        }
    }

    /// Reads the columns of a row but its sum.
    private interface Columns {

        /// @return what is done with them once they are known to be as they were written
        Use read(RowReader row) throws SQLException, DamagedException;
    }

    private interface Use {
        void make() throws DamagedException;
    }

    /// Reads every row of a table.
    ///
    /// @param order in which; empty: in any
    private void read(String table, String order, Columns columns)
            throws SQLException, DamagedException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM " + table + order)) {
            while (rows.next()) {
                RowReader row = new RowReader(rows, table);
                Use use = columns.read(row);
                int _ = row.check();
                use.make();
            }
        }
    }

    private List<Input.SubmitterOpened> readSubmitters() throws SQLException, DamagedException {
        List<Input.SubmitterOpened> opened = new ArrayList<>();
        read(
                "submitter",
                " ORDER BY place",
                row -> {
                    long number = row.number();
                    long _ = row.number();
                    int mostWorkers = row.count();
                    String session = row.text();
                    byte[] hello = row.bytes();
                    return () -> {
                        opened.add(new Input.SubmitterOpened(number, mostWorkers));
                        submitters.put(
                                number,
                                new Payload.OfSubmitter(
                                        number, session, JournalCodec.client(hello)));
                    };
                });
        return opened;
    }

    private List<Input.WorkerJoined> readWorkers() throws SQLException, DamagedException {
        List<Input.WorkerJoined> joined = new ArrayList<>();
        read(
                "worker",
                " ORDER BY place",
                row -> {
                    String name = row.text();
                    long place = row.number();
                    byte[] data = row.bytes();
                    return () -> {
                        KnownWorker known = JournalCodec.worker(name, data);
                        places.put(name, place);
                        joined.add(known.joined());
                        workers.put(name, new Payload.OfWorker(name, known.hello()));
                    };
                });
        return joined;
    }

    private Map<String, ResourceSpec> readResources() throws SQLException, DamagedException {
        Map<String, ResourceSpec> resources = new TreeMap<>();
        read(
                "resource",
                "",
                row -> {
                    String name = row.text();
                    int permits = row.count();
                    ResourceSpec.Scope scope =
                            row.flag() ? ResourceSpec.Scope.SHARED : ResourceSpec.Scope.KITCHEN;
                    return () -> resources.put(name, new ResourceSpec(permits, scope));
                });
        return resources;
    }

    /// What was read of one batch beside what changes.
    private record Head(KeptRow row, int givenOut) {}

    private List<OpenWork.UnfinishedBatch> readBatches() throws SQLException, DamagedException {
        Map<Long, Head> heads = readHeads();
        require("unfinished batches", state.unfinished(), heads.size());
        readLeases();
        readTried();
        List<OpenWork.UnfinishedBatch> unfinished = new ArrayList<>();
        try (PreparedStatement parts =
                        connection.prepareStatement(
                                "SELECT batch, part, data, sum FROM argument WHERE batch = ? ORDER BY part");
                PreparedStatement outcomes =
                        connection.prepareStatement(
                                "SELECT batch, place, first, count, kind, length, data_sum, sum FROM outcome WHERE batch = ? ORDER BY place")) {
            for (Map.Entry<Long, Head> each : heads.entrySet()) {
                long number = each.getKey();
                Head head = each.getValue();
                KeptRow row = head.row();
                OpenBatch batch = open(number);
                OpenBatch.Growth _ = batch.takeGrowth();
                told.put(number, row.payload(number, readParts(parts, number, row.parts())));
                BitSet succeeded = new BitSet();
                BitSet failed = new BitSet();
                readSettled(outcomes, batch, row.kept().jobs(), succeeded, failed);
                unfinished.add(
                        new OpenWork.UnfinishedBatch(
                                row.submitted(),
                                succeeded,
                                failed,
                                head.givenOut(),
                                batch.tried().joined(),
                                List.copyOf(batch.leases())));
            }
        }
        return unfinished;
    }

    private OpenBatch open(long number) throws DamagedException {
        OpenBatch batch = batches.get(number);
        if (batch == null) {
            throw new DamagedException(
                    "leases are of batch %d, which is not open".formatted(number));
        }
        return batch;
    }

    private Map<Long, Head> readHeads() throws SQLException, DamagedException {
        Map<Long, Head> heads = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                KeptRow.SELECT_OPEN + " WHERE p.finished = 0 ORDER BY b.place")) {
            while (rows.next()) {
                KeptRow row = KeptRow.read(rows);
                OpenBatch batch = new OpenBatch(row.kept().number());
                batch.restore(row.givenOut(), row.counts());
                batches.put(batch.number(), batch);
                heads.put(batch.number(), new Head(row, row.givenOut()));
            }
        }
        return heads;
    }

    private void readLeases() throws SQLException, DamagedException {
        read(
                "lease",
                " ORDER BY number",
                row -> {
                    long number = row.number();
                    long batch = row.number();
                    String worker = row.text();
                    int first = row.count();
                    int count = row.count();
                    int attempt = row.count();
                    return () ->
                            open(batch)
                                    .restore(
                                            new OpenWork.GivenLease(
                                                    number, worker, first, count, attempt));
                });
    }

    private void readTried() throws SQLException, DamagedException {
        read(
                "tried",
                "",
                row -> {
                    long batch = row.number();
                    int first = row.count();
                    int count = row.count();
                    int attempt = row.count();
                    return () ->
                            open(batch)
                                    .tried()
                                    .restore(new OpenWork.TriedJobs(first, count, attempt));
                });
    }

    private static List<byte[]> readParts(PreparedStatement statement, long batch, int parts)
            throws SQLException, DamagedException {
        List<byte[]> data = new ArrayList<>(parts);
        statement.setLong(1, batch);
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                RowReader row = new RowReader(rows, "argument");
                long _ = row.number();
                if (row.number() != data.size()) {
                    break;
                }
                data.add(row.bytes());
                int _ = row.check();
            }
        }
        if (data.size() != parts) {
            throw new DamagedException(
                    "batch %d lacks arguments, has %d parts of %d"
                            .formatted(batch, data.size(), parts));
        }
        return data;
    }

    private static void readSettled(
            PreparedStatement statement, OpenBatch batch, int jobs, BitSet succeeded, BitSet failed)
            throws SQLException, DamagedException {
        OpenBatch.Counts counts = OpenBatch.Counts.NONE;
        statement.setLong(1, batch.number());
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                OutcomeHead head = OutcomeHead.read(rows, 0);
                if (head.place() != counts.rows() + 1 || head.first() + head.count() > jobs) {
                    break;
                }
                boolean success = head.kind() == Outcome.Kind.SUCCEEDED;
                (success ? succeeded : failed).set(head.first(), head.first() + head.count());
                counts = counts.plus(success, head.count(), head.length());
            }
        }
        if (!counts.equals(batch.counts())) {
            throw new DamagedException(
                    "batch %d has outcomes of %d jobs, should have %d"
                            .formatted(
                                    batch.number(),
                                    counts.succeeded() + counts.ended(),
                                    batch.counts().succeeded() + batch.counts().ended()));
        }
    }

    /// A row of outcomes without its bytes.
    ///
    /// @param dataSum that of its bytes
    record OutcomeHead(
            long batch,
            long place,
            int first,
            int count,
            Outcome.Kind kind,
            int length,
            int dataSum) {

        /// Reads the columns behind so many others.
        static OutcomeHead read(ResultSet rows, int before) throws SQLException, DamagedException {
            RowReader row = new RowReader(rows, "outcome", before);
            long batch = row.number();
            long place = row.number();
            int first = row.count();
            int count = row.count();
            int kind = row.count();
            int length = row.count();
            int dataSum = (int) row.number();
            int _ = row.check();
            return new OutcomeHead(batch, place, first, count, kindOf(kind), length, dataSum);
        }
    }

    private static Outcome.Kind kindOf(int code) throws DamagedException {
        if (code < 0 || code >= KINDS.length) {
            throw new DamagedException("an outcome is of no known kind");
        }
        return KINDS[code];
    }

    /// A row of batches with that of its progress.
    ///
    /// @param submitted as the dispatcher was told of it
    record KeptRow(
            KeptBatch kept,
            Input.BatchSubmitted submitted,
            byte[] definition,
            int parts,
            int givenOut,
            OpenBatch.Counts counts) {

        private static final String TABLES =
                " AS last_kind FROM progress p JOIN batch b ON b.number = p.batch";

        static final String SELECT =
                "SELECT b.*, p.*, (SELECT o.kind FROM outcome o WHERE o.batch = p.batch AND o.place = p.outcomes)"
                        + TABLES;

        /// Without how the last of its jobs ended, for which an outcome is looked up.
        static final String SELECT_OPEN = "SELECT b.*, p.*, 0" + TABLES;

        private static final int BATCH_COLUMNS = 14;

        /// The column behind those of the two rows.
        private static final String LAST_KIND = "last_kind";

        static KeptRow read(ResultSet rows) throws SQLException, DamagedException {
            RowReader batch = new RowReader(rows, "batch");
            long number = batch.number();
            long _ = batch.number();
            long submitter = batch.number();
            String session = batch.text();
            long theirs = batch.number();
            String key = batch.text();
            boolean detached = batch.flag();
            Instant submitted = batch.instant();
            String recipe = batch.text();
            int jobs = batch.count();
            int parts = batch.count();
            byte[] definition = batch.bytes();
            int _ = batch.check();
            RowReader progress = new RowReader(rows, "progress", BATCH_COLUMNS);
            long _ = progress.number();
            int givenOut = progress.count();
            OpenBatch.Counts counts =
                    new OpenBatch.Counts(
                            progress.number(),
                            progress.number(),
                            progress.number(),
                            progress.number());
            boolean finished = progress.flag();
            Instant when = progress.instant();
            int _ = progress.check();
            return new KeptRow(
                    new KeptBatch(
                            number,
                            session,
                            theirs,
                            JournalCodec.key(key, definition),
                            detached,
                            recipe,
                            jobs,
                            (int) counts.succeeded(),
                            (int) counts.ended(),
                            counts.ended() > 0 && kindOf(rows.getInt(LAST_KIND)).isCancellation(),
                            submitted,
                            finished ? Optional.of(when) : Optional.empty()),
                    JournalCodec.submitted(number, jobs, submitter, definition),
                    definition,
                    parts,
                    givenOut,
                    counts);
        }

        Payload.OfBatch payload(long number, List<byte[]> arguments) {
            return new Payload.OfBatch(
                    number,
                    submitted.submitter(),
                    kept.theirs(),
                    kept.key(),
                    kept.detached(),
                    kept.submitted(),
                    JournalCodec.told(kept.jobs(), definition, arguments));
        }
    }
}
