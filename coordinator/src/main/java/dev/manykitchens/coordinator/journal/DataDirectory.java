package dev.manykitchens.coordinator.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/// The directory of a journal, which is one process's from when it is opened until it is closed or
/// the process ends, however it ends: the operating system holds the lock.
///
/// ```
/// DIR/running       locked; holds the process's number, and the same as forced once more
/// DIR/journal.db    the database; journal.db-wal and journal.db-shm belong to it
/// DIR/forced        how many entries are in the database at least
/// DIR/sqlite-…      the native library
/// ```
///
/// Where entries are repeated from elsewhere, the marks are not kept: see [Durability#REPEATED].
///
/// What is made there is its owner's alone.
final class DataDirectory implements AutoCloseable {

    private static final int LONGEST_NUMBER = 20;

    /// Where the second mark begins, behind the number of the process and the end of its line.
    private static final int SECOND_MARK = LONGEST_NUMBER + 1;

    private static final Pattern SECOND = Pattern.compile("([0-9]{1,18}) ([0-9a-f]{8})\n");

    private static final int LONGEST_SECOND = 18 + 1 + 8 + 1;

    private static final Set<PosixFilePermission> OWNERS =
            PosixFilePermissions.fromString("rw-------");

    private static final int MARK_BYTES = Long.BYTES + Integer.BYTES;

    /// Those that this process has. A lock is a process's and not a channel's, and closing another
    /// channel to the same file would end it.
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel running;
    private final FileChannel forced;

    /// What the exceptions of files that say nothing but a name mean.
    static String reason(FileSystemException e) {
        String file = String.valueOf(e.getFile());
        return switch (e) {
            case AccessDeniedException _ -> "no permission for " + file;
            case NotDirectoryException _ -> file + " is no directory";
            case FileAlreadyExistsException _ -> file + " is there and is no directory";
            case NoSuchFileException _ -> file + " is not there";
            default -> e.getReason() == null ? String.valueOf(e) : file + ": " + e.getReason();
        };
    }

    private DataDirectory(Path directory, FileChannel running, FileChannel forced) {
        this.directory = directory;
        this.running = running;
        this.forced = forced;
    }

    /// Opens the directory, and makes it when it is not there.
    ///
    /// @throws JournalException in one line when it cannot be made, or another process has it
    static DataDirectory open(Path directory) throws JournalException {
        try {
            return take(make(directory));
        } catch (FileSystemException e) {
            throw new JournalException(
                    "the data directory must be one that can be made and written, %s cannot: %s; let this user write it, or choose another with --data"
                            .formatted(directory, reason(e)),
                    e);
        } catch (JournalException e) {
            throw e;
        } catch (IOException e) {
            throw new JournalException(
                    "the data directory must be one that can be made and written, %s cannot: %s"
                            .formatted(directory, e.getMessage()),
                    e);
        }
    }

    private static Path make(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Path parent = directory.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectory(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        return directory.toRealPath();
    }

    private static DataDirectory take(Path directory) throws IOException {
        if (!OPEN.add(directory)) {
            throw occupied(directory, String.valueOf(ProcessHandle.current().pid()));
        }
        FileChannel running = null;
        try {
            running = openFile(directory.resolve("running"));
            lock(running, directory);
            return new DataDirectory(directory, running, openFile(directory.resolve("forced")));
        } catch (IOException e) {
            if (running != null) {
                running.close();
            }
            OPEN.remove(directory);
            throw e;
        }
    }

    /// The lock ends with the channel.
    private static void lock(FileChannel running, Path directory) throws IOException {
        boolean locked;
        try {
            locked = running.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            locked = false;
        }
        if (!locked) {
            throw occupied(directory, processIn(running));
        }
        // What is behind it stays: an opening that fails must not take the mark along.
        String process = ("%-" + LONGEST_NUMBER + "d\n").formatted(ProcessHandle.current().pid());
        int _ = running.write(ByteBuffer.wrap(process.getBytes(US_ASCII)), 0);
    }

    private static JournalException occupied(Path directory, String process) {
        return new OccupiedException(
                "one coordinator at a time can keep its journal in a directory, another one keeps its own in %s, process %s; end that one, or choose another directory with --data"
                        .formatted(directory, process),
                process);
    }

    private static String processIn(FileChannel channel) throws IOException {
        ByteBuffer read = ByteBuffer.allocate(LONGEST_NUMBER);
        int _ = channel.read(read, 0);
        String number =
                new String(read.array(), 0, read.position(), US_ASCII)
                        .lines()
                        .findFirst()
                        .orElse("")
                        .strip();
        return number.matches("[0-9]+") ? number : "unknown";
    }

    private static FileChannel openFile(Path file) throws IOException {
        makeFile(file);
        return FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    /// Makes a file its owner's alone.
    static void restrict(Path file) throws IOException {
        Path _ = Files.setPosixFilePermissions(file, OWNERS);
    }

    private static void makeFile(Path file) throws IOException {
        try {
            Path _ = Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNERS));
        } catch (FileAlreadyExistsException _) {
            // Made before; whoever may not open it hears so next.
        }
    }

    /// The database's file, which is there: SQLite gives the files that belong to it the same
    /// permissions.
    Path database() throws IOException {
        Path file = directory.resolve("journal.db");
        makeFile(file);
        return file;
    }

    /// How many entries there must be at least; 0 when that is not known. Two files say it, so that
    /// it is known when one of them is gone.
    long leastEntries() throws IOException {
        return Math.max(firstMark(), secondMark());
    }

    private long firstMark() throws IOException {
        ByteBuffer read = ByteBuffer.allocate(MARK_BYTES);
        int _ = forced.read(read, 0);
        if (read.hasRemaining()) {
            return 0;
        }
        long entries = read.flip().getLong();
        return read.getInt() == sum(entries) ? entries : 0;
    }

    private long secondMark() throws IOException {
        ByteBuffer read = ByteBuffer.allocate(LONGEST_SECOND);
        int _ = running.read(read, SECOND_MARK);
        Matcher mark = SECOND.matcher(new String(read.array(), 0, read.position(), US_ASCII));
        if (!mark.lookingAt()) {
            return 0;
        }
        long entries = Long.parseLong(mark.group(1));
        return Integer.parseUnsignedInt(mark.group(2), 16) == sum(entries) ? entries : 0;
    }

    /// Notes that so many entries are on disk, not on disk itself: after a crash of the machine it
    /// may be fewer. A failure is passed over, for the same reason.
    void noteEntries(long entries) {
        ByteBuffer mark = ByteBuffer.allocate(MARK_BYTES).putLong(entries).putInt(sum(entries));
        String second = entries + " " + HexFormat.of().toHexDigits(sum(entries)) + "\n";
        try {
            int _ = forced.write(mark.flip(), 0);
            int _ = running.write(ByteBuffer.wrap(second.getBytes(US_ASCII)), SECOND_MARK);
        } catch (IOException _) {
            // It says less than it could.
        }
    }

    private static int sum(long entries) {
        CRC32C sum = new CRC32C();
        sum.update(ByteBuffer.allocate(Long.BYTES).putLong(entries).flip());
        return (int) sum.getValue();
    }

    /// The directory itself.
    Path path() {
        return directory;
    }

    @Override
    public void close() {
        try (running;
                forced) {
            OPEN.remove(directory);
        } catch (IOException _) {
            // The lock is gone all the same.
        }
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
