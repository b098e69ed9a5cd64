package dev.manykitchens.coordinator.journal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// Journals of pools that last as long as a command, side by side: a directory each.
///
/// ```
/// DIR/unfinished/lock             held while one of them is opened or removed
/// DIR/unfinished/sqlite-…         the native library, for all of them
/// DIR/unfinished/work-DIGEST/     of a work that goes on when its command is given again
/// DIR/unfinished/once-PID-N/      of a pool with which nobody goes on
/// ```
///
/// Whoever opens one removes what killed processes left: of the second kind at once, of the first
/// when it is old, or when all of them take much room, those that were written longest ago first.
public final class JournalShelf {

    /// What was not gone on with for so long is removed.
    public static final Duration LONGEST_KEPT = Duration.ofDays(7);

    /// What nobody goes on with may take so many bytes in all.
    public static final long MOST_BYTES = 1L << 30;

    static final String SHELF = "unfinished";
    private static final String WORK = "work-";
    private static final String ONCE = "once-";
    private static final int DIGITS = 40;

    /// So long one waits for others that open or remove one.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private static final long BETWEEN_TRIES_MILLIS = 10;

    /// Locks of files are a process's: its threads take turns here.
    private static final ReentrantLock ONE_THREAD = new ReentrantLock(true);

    private static final AtomicLong NUMBERS = new AtomicLong();

    private JournalShelf() {}

    /// Where the journal of a work is.
    ///
    /// @param data the directory that the user named
    /// @param work a digest of all that it consists of, in hexadecimal
    public static Path ofWork(Path data, String work) {
        return data.resolve(SHELF)
                .resolve(WORK + work.substring(0, Math.min(DIGITS, work.length())));
    }

    /// Where a journal may be that nobody goes on with: another place with every call.
    ///
    /// @param data the directory that the user named
    public static Path once(Path data) {
        return data.resolve(SHELF)
                .resolve(
                        "%s%d-%d"
                                .formatted(
                                        ONCE,
                                        ProcessHandle.current().pid(),
                                        NUMBERS.incrementAndGet()));
    }

    /// Opens one of them, and makes it when it is not there. It is this process's until it is
    /// closed.
    ///
    /// @param directory see [#ofWork], [#once]
    /// @param clock the wall clock
    /// @throws JournalException in one line when it cannot be opened, another process has it, or it
    ///   is damaged
    public static SqliteJournal open(Path directory, InstantSource clock) throws JournalException {
        Path shelf = shelfOf(directory);
        try {
            make(shelf);
        } catch (IOException e) {
            throw unusable(shelf, e);
        }
        return locked(
                shelf,
                () -> {
                    removeLeftOvers(shelf, directory, clock.instant());
                    if (isOnce(directory) && Files.isDirectory(directory) && isFree(directory)) {
                        // Its process had this one's number, and was killed.
                        delete(directory);
                    }
                    try {
                        return SqliteJournal.open(
                                directory,
                                shelf,
                                isOnce(directory) ? JournalOwner.MEASUREMENT : JournalOwner.RUN,
                                Durability.FORCED,
                                clock,
                                Schema.MIGRATIONS);
                    } catch (OccupiedException e) {
                        throw new JournalException(
                                "one command at a time can do the same work with the same --data, process %s is doing it, with its journal in %s; wait until that one has ended, or choose another directory"
                                        .formatted(e.process(), directory),
                                e);
                    }
                });
    }

    /// Removes one of them, which is closed, unless another process has it by now.
    ///
    /// @throws JournalException in one line when it cannot be removed
    public static void remove(Path directory) throws JournalException {
        Path shelf = shelfOf(directory);
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        locked(
                shelf,
                () -> {
                    if (isFree(directory)) {
                        delete(directory);
                    }
                    return true;
                });
    }

    private static Path shelfOf(Path directory) {
        Path shelf = directory.toAbsolutePath().getParent();
        if (shelf == null) {
            throw new IllegalArgumentException(
                    "the journal of a pool must be below another directory, was " + directory);
        }
        return shelf;
    }

    /// Makes the directory of all of them, if it is not there.
    static void make(Path shelf) throws IOException {
        if (Files.isDirectory(shelf)) {
            return;
        }
        Path parent = shelf.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try {
            Files.createDirectory(
                    shelf,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            if (!Files.isDirectory(shelf)) {
                throw e;
            }
        }
    }

    /// Something that is done while nobody else does such a thing.
    interface Action<T> {
        T run() throws IOException;
    }

    /// While no other thread, and no other process, opens or removes one.
    ///
    /// @throws JournalException in one line when others are at it for too long, too
    static <T> T locked(Path shelf, Action<T> action) throws JournalException {
        return locked(shelf, LONGEST_WAIT, action);
    }

    /// The same.
    ///
    /// @param limit so long it waits for others
    static <T> T locked(Path shelf, Duration limit, Action<T> action) throws JournalException {
        long start = System.nanoTime();
        try {
            if (!ONE_THREAD.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw occupied(shelf, limit);
            }
            try (FileChannel channel =
                            FileChannel.open(
                                    shelf.resolve("lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    FileLock lock = lock(channel, start + limit.toNanos())) {
                if (lock == null) {
                    throw occupied(shelf, limit);
                }
                return action.run();
            } finally {
                ONE_THREAD.unlock();
            }
        } catch (JournalException e) {
            throw e;
        } catch (IOException e) {
            throw unusable(shelf, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JournalException(
                    "waiting for %s must not be interrupted, was".formatted(shelf), e);
        }
    }

    /// @param until when to wait no more, as [System#nanoTime] tells it
    /// @return null: another one has it for too long
    private static @Nullable FileLock lock(FileChannel channel, long until)
            throws IOException, InterruptedException {
        while (true) {
            FileLock lock = tryLock(channel);
            if (lock != null || System.nanoTime() - until >= 0) {
                return lock;
            }
            // A channel has no wait with a limit.
            TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES_MILLIS);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            // Something else in this process.
            return null;
        }
    }

    private static JournalException occupied(Path shelf, Duration limit) {
        return new JournalException(
                "%s must be free within %d s, another command is at work there; try again, or choose another directory with --data"
                        .formatted(shelf.resolve("lock"), limit.toSeconds()));
    }

    private static JournalException unusable(Path shelf, IOException e) {
        return new JournalException(
                "the data directory must be one that can be made and written, %s cannot: %s; let this user write it, or choose another with --data"
                        .formatted(
                                shelf,
                                e instanceof FileSystemException file
                                        ? DataDirectory.reason(file)
                                        : String.valueOf(e.getMessage())),
                e);
    }

    private static boolean isOnce(Path directory) {
        return name(directory).startsWith(ONCE);
    }

    private static String name(Path directory) {
        return String.valueOf(directory.getFileName());
    }

    /// One that nobody has.
    ///
    /// @param written when last
    private record LeftOver(Path directory, Instant written, long bytes) {}

    private static void removeLeftOvers(Path shelf, Path but, Instant now) throws IOException {
        List<LeftOver> works = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(shelf)) {
            for (Path directory : all) {
                boolean ours = isOnce(directory) || name(directory).startsWith(WORK);
                if (ours
                        && !name(directory).equals(name(but))
                        && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                        && isFree(directory)) {
                    if (isOnce(directory)) {
                        delete(directory);
                    } else {
                        works.add(leftOver(directory));
                    }
                }
            }
        }
        works.sort(Comparator.comparing(LeftOver::written));
        long bytes = works.stream().mapToLong(LeftOver::bytes).sum();
        for (LeftOver work : works) {
            if (work.written().isBefore(now.minus(LONGEST_KEPT)) || bytes > MOST_BYTES) {
                bytes -= work.bytes();
                delete(work.directory());
            }
        }
    }

    /// Whether no process has it.
    private static boolean isFree(Path directory) {
        try (DataDirectory _ = DataDirectory.open(directory)) {
            return true;
        } catch (JournalException _) {
            return false;
        }
    }

    private static LeftOver leftOver(Path directory) throws IOException {
        Instant written = Instant.EPOCH;
        long bytes = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                bytes += Files.size(file);
                // To look whether it is free writes its other files.
                if (name(file).startsWith("journal.db")) {
                    FileTime time = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
                    written = time.toInstant().isAfter(written) ? time.toInstant() : written;
                }
            }
        }
        return new LeftOver(directory, written, bytes);
    }

    /// A journal makes no directories: whoever made one there may want it.
    private static void delete(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            List<Path> all = new ArrayList<>();
            for (Path file : files) {
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    throw new JournalException(
                            "a journal that is not needed any more must hold nothing but its files to be removed, %s is a directory there; move it away, or choose another directory with --data"
                                    .formatted(file));
                }
                all.add(file);
            }
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException _) {
            return;
        }
        Files.deleteIfExists(directory);
    }
}
