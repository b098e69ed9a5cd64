package dev.manykitchens.replication;

import dev.manykitchens.coordinator.journal.JournalException;
import dev.manykitchens.coordinator.journal.LogPlace;
import dev.manykitchens.coordinator.journal.ReplicaJournal;

import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.MD5FileUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Copies of a member's database, made beside it: what Raft calls snapshots. With one the log can
/// be cut, and a member that lacks what was cut off gets it. Thread-safe, once it is open.
///
/// ```
/// the log is as long as the database ──┐
/// a newcomer would apply it for long ──┼─▶ a copy ──▶ what is applied next cuts the log up to it
/// it would be repeated at a start ─────┘
/// ```
final class Copies {

    private static final Logger LOG = LoggerFactory.getLogger(Copies.class);

    /// How Raft calls them.
    private static final Pattern COPY = Pattern.compile("snapshot\\.[0-9]+_[0-9]+");

    /// What is left free beside a copy.
    private static final long ROOM_BYTES = 32L << 20;

    /// To apply an entry takes about as long as to copy so much.
    private static final int BYTES_AN_ENTRY = 32 << 10;

    private final Path directory;
    private final long logBytes;
    private final Supplier<@Nullable ReplicaJournal> journal;
    private final Runnable cut;
    private final SimpleStateMachineStorage storage = new SimpleStateMachineStorage();

    /// Held while a copy is made, and while that of another member takes the journal's place.
    private final ReentrantLock copying = new ReentrantLock();

    /// Whether somebody waits to make a copy because the log is long.
    private final AtomicBoolean copyIsDue = new AtomicBoolean();

    /// So many bytes were applied since a copy was last begun.
    private final AtomicLong since = new AtomicLong();

    /// Whether a copy was made with which the log is to be cut once something more was applied:
    /// before that Raft takes it for the one that it has.
    private final AtomicBoolean cutIsDue = new AtomicBoolean();

    /// @param directory of the member's database
    /// @param logBytes see [ReplicaOptions#logBytes]
    /// @param journal the database; null while it is closed
    /// @param cut cuts the log up to the last copy
    Copies(
            Path directory,
            long logBytes,
            Supplier<@Nullable ReplicaJournal> journal,
            Runnable cut) {
        this.directory = directory;
        this.logBytes = logBytes;
        this.journal = journal;
        this.cut = cut;
    }

    // At a start.

    /// Finds those that are there. One that lost something with the disk is none, and must not be
    /// given to others.
    void open(RaftStorage raft) throws IOException {
        removeDraft();
        Path folder = raft.getStorageDir().getStateMachineDir().toPath();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files =
                    Files.newDirectoryStream(folder, file -> isCopy(file) && !isWhole(file))) {
                for (Path file : files) {
                    LOG.warn("A copy of the journal was not whole, it is removed. file={}", file);
                    // First the sum: a copy without one is none.
                    Files.deleteIfExists(MD5FileUtil.getDigestFileForFile(file.toFile()).toPath());
                    Files.delete(file);
                }
            }
        }
        storage.init(raft);
    }

    private static boolean isCopy(Path file) {
        return COPY.matcher(String.valueOf(file.getFileName())).matches();
    }

    private static boolean isWhole(Path copy) throws IOException {
        MD5Hash stored;
        try {
            stored = MD5FileUtil.readStoredMd5ForFile(copy.toFile());
        } catch (IOException _) {
            // It is damaged.
            return false;
        }
        return MD5FileUtil.computeMd5ForFile(copy.toFile()).equals(stored);
    }

    /// Where they are.
    SimpleStateMachineStorage storage() {
        return storage;
    }

    /// The place of the last one; -1: there is none.
    long place() {
        SingleFileSnapshotInfo copy = storage.getLatestSnapshot();
        return copy == null ? RaftLog.INVALID_LOG_INDEX : copy.getIndex();
    }

    // What comes of another member.

    /// Brings one to disk that is to take the place of the database. One that another member sent
    /// is not there yet: after a loss of power its name may be, and not all of it.
    ///
    /// @throws JournalException in one line when it is not whole
    static void requireWhole(SingleFileSnapshotInfo copy) throws IOException {
        Path file = copy.getFile().getPath();
        if (!isWhole(file)) {
            throw new JournalException(
                    "the copy that a member got of the journal must be whole, %s is not; empty the directory of the member, start it to be added, and let the group replace it by the new one"
                            .formatted(file));
        }
        Disk.force(file);
        Disk.forceFolder(Objects.requireNonNull(file.getParent()));
    }

    /// Does something while none is made.
    void whileNoneIsMade(Runnable what) {
        copying.lock();
        try {
            what.run();
        } finally {
            copying.unlock();
        }
    }

    // While entries are applied.

    /// Something was applied.
    void applied(int bytes) throws JournalException {
        if (cutIsDue.compareAndSet(true, false)) {
            // Raft waits for the thread that applies.
            Thread.ofPlatform().daemon().name("journal-cut").start(cut);
        }
        since.addAndGet(bytes);
        ReplicaJournal its = journal.get();
        if (its != null && isLong(its) && copyIsDue.compareAndSet(false, true)) {
            Thread.ofPlatform()
                    .daemon()
                    .name("journal-copy")
                    .start(() -> {
                        try {
                            makeWhere(this::isLong);
                        } finally {
                            copyIsDue.set(false);
                        }
                    });
        }
    }

    private boolean isLong(ReplicaJournal its) throws JournalException {
        return since.get() >= logBytes && since.get() >= its.size();
    }

    /// Makes one, which a newcomer then gets, when it would take the newcomer longer to apply the
    /// log since the last one. Returns when there is such a copy.
    void makeForNewcomer() {
        makeWhere(its -> (its.applied().index() - place()) * BYTES_AN_ENTRY > its.size());
    }

    /// When one is to be made.
    private interface Condition {
        boolean holds(ReplicaJournal its) throws JournalException;
    }

    /// Makes one if that is so once no other one is being made.
    private void makeWhere(Condition condition) {
        copying.lock();
        boolean failed = true;
        try {
            ReplicaJournal its = journal.get();
            // None: this member ends, or gets the copy of another one.
            if (its != null && condition.holds(its)) {
                requireRoom(its);
                make(its);
            }
            failed = false;
        } catch (IOException e) {
            LOG.warn("A copy of the journal could not be made. why={}", e.getMessage());
        } finally {
            if (failed) {
                // The log stays as long as it is, until as much again was applied.
                since.set(0);
            }
            copying.unlock();
        }
    }

    /// One that fills the disk would stop what is to go on meanwhile.
    ///
    /// @throws JournalException in one line when there is no room for one
    void requireRoom(ReplicaJournal its) throws IOException {
        long room = Files.getFileStore(directory).getUsableSpace();
        long needed = its.size() + ROOM_BYTES;
        if (room < needed) {
            throw new JournalException(
                    "a copy of the journal needs %d bytes in %s, %d are free; make room there"
                            .formatted(needed, directory, room));
        }
    }

    /// Makes one, while no other one is being made.
    void make(ReplicaJournal its) throws IOException {
        long before = since.get();
        try {
            LogPlace place = its.copy(draft());
            Path file = storage.getSnapshotFile(place.term(), place.index()).toPath();
            MD5Hash sum = MD5FileUtil.computeMd5ForFile(draft().toFile());
            Files.move(draft(), file, StandardCopyOption.ATOMIC_MOVE);
            MD5FileUtil.saveMD5File(file.toFile(), sum);
            // The log is cut next: both names must be there after any crash.
            Disk.forceFolder(Objects.requireNonNull(file.getParent()));
            storage.updateLatestSnapshot(
                    new SingleFileSnapshotInfo(
                            new FileInfo(file, sum), place.term(), place.index()));
        } finally {
            removeDraft();
        }
        since.addAndGet(-before);
        cutIsDue.set(true);
    }

    private Path draft() {
        return directory.resolve("copy.new");
    }

    private void removeDraft() throws IOException {
        Files.deleteIfExists(draft());
        Files.deleteIfExists(draft().resolveSibling("copy.new-journal"));
    }
}
