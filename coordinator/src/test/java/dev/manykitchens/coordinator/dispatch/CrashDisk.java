package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.journal.Recovered;
import dev.manykitchens.coordinator.journal.SqliteJournal;
import dev.manykitchens.coordinator.journal.Written;

import org.sqlite.jdbc4.JDBC4Connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.function.Consumer;

/// The disk of a run in which a coordinator is killed at one of its forces: the journal, and what
/// of its files is left by a kill. That keeps what the operating system has.
final class CrashDisk {

    private static final int PAGE_BYTES = 8 << 10;

    private final CrashPoint point;
    private final Path root;
    private final InstantSource wallClock;
    private final Random fate;
    private final Consumer<String> note;
    private int forces;
    private int directories;
    private boolean firstStep;
    private Path directory;
    private SqliteJournal journal;
    private Optional<Entry> entry = Optional.empty();

    /// What was handed to the disk.
    private static final class Entry {
        final List<Written> written;
        final Runnable onForced;
        boolean forced;

        Entry(List<Written> written, Runnable onForced) {
            this.written = written;
            this.onForced = onForced;
        }
    }

    /// @param point where the coordinator is killed
    /// @param root an empty directory
    /// @param fate what becomes of files
    /// @param note takes the story down
    CrashDisk(
            CrashPoint point,
            Path root,
            InstantSource wallClock,
            Random fate,
            Consumer<String> note)
            throws IOException {
        this.point = point;
        this.root = root;
        this.wallClock = wallClock;
        this.fate = fate;
        this.note = note;
        directory = root.resolve("life-0");
        journal = SqliteJournal.open(directory, wallClock);
    }

    SqliteJournal journal() {
        return journal;
    }

    /// What the coordinator before left.
    Recovered recover() throws IOException {
        return journal.recover();
    }

    /// How many entries were forced.
    int forces() {
        return forces;
    }

    /// Whether something was handed over of which nobody was told yet.
    boolean isBusy() {
        return entry.isPresent();
    }

    /// Whether that is on disk.
    boolean isForced() {
        return entry.filter(its -> its.forced).isPresent();
    }

    /// An entry is handed over.
    void take(List<Written> written, Runnable onForced) {
        CrashChecks.require(entry.isEmpty(), "one entry at a time is forced");
        entry = Optional.of(new Entry(written, onForced));
    }

    /// Brings what was handed over to disk.
    ///
    /// @return the files that the next coordinator finds, when this one is killed now
    Optional<Path> force() throws IOException {
        Entry forced = entry.orElseThrow();
        forces++;
        note.accept("force " + forces + " " + forced.written.stream().map(Written::facts).toList());
        if (firstStep) {
            firstStep = false;
            return Optional.of(copy());
        }
        if (forces != point.force()) {
            journal.force(forced.written);
            forced.forced = true;
            return Optional.empty();
        }
        return Optional.of(
                switch (point.kind()) {
                    case BEFORE -> copy();
                    case MIDDLE -> forceAndCopyInTheMiddle(forced);
                    case TORN -> forceAndTear(forced);
                    case CHECKPOINT -> forceAndCheckpoint(forced);
                    case AFTER -> {
                        journal.force(forced.written);
                        yield copy();
                    }
                    case RECOVERY, RECOVERY_TWICE -> {
                        if (fate.nextBoolean()) {
                            journal.force(forced.written);
                        }
                        yield copy();
                    }
                    case FIRST_STEP -> {
                        journal.force(forced.written);
                        firstStep = true;
                        yield copy();
                    }
                });
    }

    /// Whoever handed it over hears that it is on disk.
    void told() {
        Entry forced = entry.orElseThrow();
        entry = Optional.empty();
        forced.onForced.run();
    }

    /// Copies the files in the middle of a transaction.
    private Path forceAndCopyInTheMiddle(Entry forced) throws IOException {
        Path[] copied = new Path[1];
        int when = fate.nextInt(forced.written.size());
        journal.force(
                new AbstractList<>() {
                    @Override
                    public Written get(int index) {
                        if (index == when) {
                            try {
                                copied[0] = copy();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        }
                        return forced.written.get(index);
                    }

                    @Override
                    public int size() {
                        return forced.written.size();
                    }
                });
        return copied[0];
    }

    /// A part of what an entry adds to the log is there.
    private Path forceAndTear(Entry forced) throws IOException {
        Path before = copy();
        journal.force(forced.written);
        byte[] old = Files.readAllBytes(before.resolve("journal.db-wal"));
        byte[] all = Files.readAllBytes(directory.resolve("journal.db-wal"));
        // When the log begins anew its first bytes are others.
        int same = Math.max(0, Arrays.mismatch(old, all));
        int from = Math.min(old.length, same);
        int to = from + fate.nextInt(all.length - from + 1);
        byte[] torn = Arrays.copyOf(old, Math.max(old.length, to));
        System.arraycopy(all, from, torn, from, to - from);
        Files.write(before.resolve("journal.db-wal"), torn);
        return before;
    }

    /// Some of the pages in the log were copied into the database.
    private Path forceAndCheckpoint(Entry forced) throws IOException {
        journal.force(forced.written);
        Path before = copy();
        checkpoint(fate.nextBoolean() ? "PASSIVE" : "TRUNCATE");
        if (fate.nextInt(3) == 0) {
            return copy();
        }
        byte[] from = Files.readAllBytes(before.resolve("journal.db"));
        byte[] to = Files.readAllBytes(directory.resolve("journal.db"));
        try (FileChannel database =
                FileChannel.open(before.resolve("journal.db"), StandardOpenOption.WRITE)) {
            for (int page = 0; page < to.length; page += PAGE_BYTES) {
                boolean isNew =
                        page >= from.length
                                || !Arrays.equals(
                                        from, page, page + PAGE_BYTES, to, page, page + PAGE_BYTES);
                if (isNew && fate.nextBoolean()) {
                    int _ = database.write(ByteBuffer.wrap(to, page, PAGE_BYTES), page);
                }
            }
        }
        return before;
    }

    private void checkpoint(String how) throws IOException {
        String file = "file:" + directory.toRealPath().resolve("journal.db");
        try (Connection other = new JDBC4Connection("jdbc:sqlite:" + file, file, new Properties());
                Statement statement = other.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(" + how + ")");
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /// The files as they are.
    Path copy() throws IOException {
        Path to = Files.createDirectory(root.resolve("life-" + ++directories));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (!name.startsWith("sqlite-") && !name.equals("running")) {
                    Files.copy(file, to.resolve(name));
                }
            }
        }
        return to;
    }

    /// The coordinator is no more: the next one finds these files.
    void crash(Path files) throws IOException {
        entry = Optional.empty();
        journal.close();
        directory = files;
        journal = SqliteJournal.open(directory, wallClock);
    }

    /// Another coordinator finds what there is.
    void reopen() throws IOException {
        crash(directory);
    }

    void close() {
        journal.close();
    }
}
