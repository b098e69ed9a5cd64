package dev.manykitchens.coordinator.journal;

import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

import java.nio.file.Path;
import java.sql.SQLException;

/// What SQLite says, in one line for people.
final class SqliteFaults {

    /// Beside the kind of an error its code says more in the bits above.
    private static final int KIND = 0xff;

    private final Path file;
    private final JournalOwner owner;

    /// @param file the database
    SqliteFaults(Path file, JournalOwner owner) {
        this.file = file;
        this.owner = owner;
    }

    /// Whether SQLite refused a row because of other rows, as it would on any machine.
    static boolean isContradiction(SQLException e) {
        return e instanceof SQLiteException its
                && (its.getResultCode().code & KIND) == SQLiteErrorCode.SQLITE_CONSTRAINT.code;
    }

    /// What was read is not what was written.
    JournalException damaged(DamagedException e) {
        return new JournalException(
                "the journal must be as it was written, %s is damaged: %s; put back a copy of its directory, or choose another directory with --data"
                        .formatted(file, e.getMessage()),
                e);
    }

    /// SQLite could not do something.
    ///
    /// @param doing what it could not, such as "be written"
    JournalException failed(String doing, SQLException e) {
        return new JournalException(sentence(doing, e), e);
    }

    private String sentence(String doing, SQLException e) {
        SQLiteErrorCode code =
                e instanceof SQLiteException its
                        ? its.getResultCode()
                        : SQLiteErrorCode.UNKNOWN_ERROR;
        return switch (code.code & KIND) {
            case 13 -> // SQLITE_FULL
                    "the journal must have room, the disk of %s is full; make room there and %s: %s"
                            .formatted(file, owner.again(), owner.then());
            case 11, 26 -> // SQLITE_CORRUPT, SQLITE_NOTADB
                    "the journal must be as it was written, %s is damaged, or no journal at all (SQLite: %s); put back a copy of its directory, or choose another directory with --data"
                            .formatted(file, code);
            case 8 -> // SQLITE_READONLY
                    "the journal must be one that can be written, %s is read-only; let this user write it, or choose another directory with --data"
                            .formatted(file);
            case 14, 3, 23 -> // SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH
                    "the journal must be a file that this user can open, %s cannot be opened; see whose it and its directory are, or choose another directory with --data"
                            .formatted(file);
            case 5, 6 -> // SQLITE_BUSY, SQLITE_LOCKED
                    "the journal must be one process's alone, another program has locked %s; end that one"
                            .formatted(file);
            case 10 -> // SQLITE_IOERR
                    "the journal must %s, the disk of %s failed (SQLite: %s); look at the disk, then %s: %s unless the disk lost it"
                            .formatted(doing, file, code, owner.again(), owner.then());
            default ->
                    "the journal must %s, %s could not (SQLite: %s); %s, or choose another directory with --data"
                            .formatted(doing, file, line(e), owner.again());
        };
    }

    private static String line(SQLException e) {
        String message = e.getMessage();
        return message == null ? "no reason" : message.replaceAll("\\s+", " ");
    }
}
