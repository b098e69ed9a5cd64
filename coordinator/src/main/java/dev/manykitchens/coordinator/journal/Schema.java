package dev.manykitchens.coordinator.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// The tables, and how those of older versions become those of this one.
///
/// Whatever is written once for each outcome or part stands with its sums before its bytes: those
/// who want the former alone do not read the pages of the latter.
final class Schema {

    /// "MKjo": whose database this is.
    static final int APPLICATION = 0x4d4b6a6f;

    /// From no table to those of version 1, from those of version 1 to those of version 2, and so
    /// on. What was released once stays as it is.
    static final List<String> MIGRATIONS =
            List.of(
                    """
                    CREATE TABLE state (
                      id INTEGER PRIMARY KEY,
                      entry INTEGER NOT NULL,
                      life INTEGER NOT NULL,
                      last_batch INTEGER NOT NULL,
                      last_submitter INTEGER NOT NULL,
                      last_place INTEGER NOT NULL,
                      submitters INTEGER NOT NULL,
                      workers INTEGER NOT NULL,
                      resources INTEGER NOT NULL,
                      batches INTEGER NOT NULL,
                      unfinished INTEGER NOT NULL,
                      leases INTEGER NOT NULL,
                      tried INTEGER NOT NULL,
                      sum INTEGER NOT NULL
                    );
                    CREATE TABLE submitter (
                      number INTEGER PRIMARY KEY,
                      place INTEGER NOT NULL,
                      most_workers INTEGER NOT NULL,
                      session TEXT NOT NULL,
                      hello BLOB NOT NULL,
                      sum INTEGER NOT NULL
                    );
                    CREATE TABLE worker (
                      name TEXT NOT NULL UNIQUE,
                      place INTEGER NOT NULL,
                      data BLOB NOT NULL,
                      sum INTEGER NOT NULL
                    );
                    CREATE TABLE resource (
                      name TEXT NOT NULL UNIQUE,
                      permits INTEGER NOT NULL,
                      shared INTEGER NOT NULL,
                      sum INTEGER NOT NULL
                    );
                    CREATE TABLE batch (
                      number INTEGER PRIMARY KEY,
                      place INTEGER NOT NULL,
                      submitter INTEGER NOT NULL,
                      session TEXT NOT NULL,
                      theirs INTEGER NOT NULL,
                      key TEXT NOT NULL,
                      detached INTEGER NOT NULL,
                      submitted_second INTEGER NOT NULL,
                      submitted_nano INTEGER NOT NULL,
                      recipe TEXT NOT NULL,
                      jobs INTEGER NOT NULL,
                      parts INTEGER NOT NULL,
                      definition BLOB NOT NULL,
                      sum INTEGER NOT NULL
                    );
                    CREATE UNIQUE INDEX batch_by_key ON batch (key) WHERE key <> '';
                    CREATE TABLE progress (
                      batch INTEGER PRIMARY KEY,
                      given_out INTEGER NOT NULL,
                      succeeded INTEGER NOT NULL,
                      ended INTEGER NOT NULL,
                      outcomes INTEGER NOT NULL,
                      bytes INTEGER NOT NULL,
                      finished INTEGER NOT NULL,
                      finished_second INTEGER NOT NULL,
                      finished_nano INTEGER NOT NULL,
                      sum INTEGER NOT NULL
                    );
                    CREATE INDEX progress_unfinished ON progress (batch) WHERE finished = 0;
                    CREATE TABLE argument (
                      batch INTEGER NOT NULL,
                      part INTEGER NOT NULL,
                      sum INTEGER NOT NULL,
                      data BLOB NOT NULL
                    );
                    CREATE UNIQUE INDEX argument_by_part ON argument (batch, part);
                    CREATE TABLE outcome (
                      batch INTEGER NOT NULL,
                      place INTEGER NOT NULL,
                      first INTEGER NOT NULL,
                      count INTEGER NOT NULL,
                      kind INTEGER NOT NULL,
                      length INTEGER NOT NULL,
                      data_sum INTEGER NOT NULL,
                      sum INTEGER NOT NULL,
                      data BLOB NOT NULL
                    );
                    CREATE UNIQUE INDEX outcome_by_place ON outcome (batch, place);
                    CREATE TABLE lease (
                      number INTEGER PRIMARY KEY,
                      batch INTEGER NOT NULL,
                      worker TEXT NOT NULL,
                      first INTEGER NOT NULL,
                      count INTEGER NOT NULL,
                      attempt INTEGER NOT NULL,
                      sum INTEGER NOT NULL
                    );
                    CREATE TABLE tried (
                      batch INTEGER NOT NULL,
                      first INTEGER NOT NULL,
                      count INTEGER NOT NULL,
                      attempt INTEGER NOT NULL,
                      sum INTEGER NOT NULL,
                      PRIMARY KEY (batch, first)
                    ) WITHOUT ROWID;
                    """,
                    """
                    CREATE TABLE replica (
                      id INTEGER PRIMARY KEY,
                      term INTEGER NOT NULL,
                      place INTEGER NOT NULL,
                      next INTEGER NOT NULL,
                      sum INTEGER NOT NULL
                    );
                    CREATE TABLE piece (
                      number INTEGER PRIMARY KEY,
                      data BLOB NOT NULL,
                      sum INTEGER NOT NULL
                    );
                    """);

    private Schema() {}

    /// Sets a connection to write.
    ///
    /// @param durability of what is committed
    static void prepareToWrite(Connection connection, Durability durability) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // Before the first table; an older database stays as it is.
            statement.execute("PRAGMA page_size = " + PAGE_BYTES);
            statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = " + durability.synchronous());
            statement.execute("PRAGMA foreign_keys = OFF");
            statement.execute("PRAGMA trusted_schema = OFF");
            statement.execute("PRAGMA temp_store = MEMORY");
            statement.execute("PRAGMA cell_size_check = ON");
            statement.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT_BYTES / PAGE_BYTES);
            statement.execute("PRAGMA journal_size_limit = " + WAL_BYTES);
            statement.execute("PRAGMA cache_size = -" + CACHE_KIBIBYTES);
        }
    }

    static final int PAGE_BYTES = 8 << 10;

    /// After so much in the log it is copied into the database.
    static final int CHECKPOINT_BYTES = 8 << 20;

    /// So long the log's file may stay.
    static final int WAL_BYTES = 64 << 20;

    private static final int CACHE_KIBIBYTES = 16 << 10;

    /// Sets a connection to read alone.
    static void prepareToRead(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = ON");
            statement.execute("PRAGMA trusted_schema = OFF");
            statement.execute("PRAGMA cell_size_check = ON");
            statement.execute("PRAGMA busy_timeout = 10000");
        }
    }

    /// Makes the tables those of the last migration, if they are of an older one.
    ///
    /// @param where for people
    /// @throws JournalException in one line when they are of a newer one, or not ours
    static void migrate(Connection connection, List<String> migrations, Object where)
            throws SQLException, JournalException {
        int version = number(connection, "PRAGMA user_version");
        int tables = number(connection, "SELECT count(*) FROM sqlite_schema");
        int application = number(connection, "PRAGMA application_id");
        if (application != APPLICATION && (application != 0 || version != 0 || tables != 0)) {
            throw new JournalException(
                    "the journal must be one that a coordinator made, %s is some other program's database; choose another directory with --data"
                            .formatted(where));
        }
        if (version > migrations.size()) {
            throw new JournalException(
                    "the journal must be of version %d at most for this coordinator, %s is of version %d; run the newer coordinator that wrote it, or choose another directory with --data"
                            .formatted(migrations.size(), where, version));
        }
        apply(connection, migrations, version, APPLICATION);
    }

    /// Carries out the migrations that a database lacks, all or none of them.
    ///
    /// @param version how many it has
    /// @param application whose database it is from then on
    static void apply(Connection connection, List<String> migrations, int version, int application)
            throws SQLException {
        if (version == migrations.size()) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            for (String migration : migrations.subList(version, migrations.size())) {
                for (String each : migration.split(";", -1)) {
                    if (!each.isBlank()) {
                        statement.execute(each);
                    }
                }
            }
            statement.execute("PRAGMA application_id = " + application);
            statement.execute("PRAGMA user_version = " + migrations.size());
            statement.execute("COMMIT");
        }
    }

    /// Gives back to the disk what has long been forgotten, when most of the database is free: so
    /// much at most that nobody waits long for it.
    static void shrink(Connection connection) throws SQLException {
        int free = number(connection, "PRAGMA freelist_count");
        if (free <= number(connection, "PRAGMA page_count") / 2) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            // Each step of it gives back a page, and only an update is run to its last one.
            int _ =
                    statement.executeUpdate(
                            "PRAGMA incremental_vacuum(" + SHRUNK_BYTES / PAGE_BYTES + ")");
        }
    }

    private static final int SHRUNK_BYTES = 512 << 20;

    /// The one number that a query answers.
    static int number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }
}
