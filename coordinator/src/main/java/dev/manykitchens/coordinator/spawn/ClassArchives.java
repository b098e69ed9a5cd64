package dev.manykitchens.coordinator.spawn;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/// A folder of archives with classes that worker JVMs load from there instead of from jars, each
/// under a name that stands for what is in it. Several processes may use one.
///
/// ```
/// NAME.aot            complete; without content: could not be made, not tried again for an hour
/// NAME.sum            of its bytes: a JVM would run whatever a damaged one holds
/// NAME.aot.PID.part   being made by the process that has the lock; left over when none has it
/// lock                held by the one process that makes an archive
/// ```
public final class ClassArchives {

    private static final Logger LOG = LoggerFactory.getLogger(ClassArchives.class);

    /// Of more archives the longest unused go.
    static final int MOST = 8;

    static final Duration NEXT_TRY = Duration.ofHours(1);

    /// Held by the one thread of this JVM that makes an archive: another that opened the lock's
    /// file and closed it would let go of the lock.
    private static final Semaphore MAKING = new Semaphore(1);

    private static final String COMPLETE = ".aot";
    private static final String PART = ".part";

    private final Path folder;

    /// Those of a folder, which exists and which nobody else can change.
    public ClassArchives(Path folder) {
        this.folder = folder;
    }

    /// Those of this user; none where there is no place for them.
    public static Optional<ClassArchives> ofUser() {
        Map<String, String> environment = System.getenv();
        return CacheFolder.find(
                        Path.of(environment.getOrDefault("HOME", "")),
                        environment.getOrDefault("XDG_CACHE_HOME", ""))
                .map(ClassArchives::new);
    }

    /// Makes an archive.
    @FunctionalInterface
    public interface Maker {

        /// Writes it to a file that is not there yet. Whether that went well to the end.
        boolean make(Path file);
    }

    /// The archive of this name, made if need be. Empty when there is none: it cannot be made, or
    /// another process is making one.
    ///
    /// @param name stands for all that the archive depends on
    public Optional<Path> get(String name, Maker maker) {
        Path archive = folder.resolve(name + COMPLETE);
        try {
            if (isDamaged(archive)) {
                LOG.debug("an archive of classes is damaged archive={}", archive);
                Files.deleteIfExists(archive);
            }
            if (!isSettled(archive)) {
                make(archive, maker);
            }
            if (!isSettled(archive) || Files.size(archive) == 0) {
                return Optional.empty();
            }
            Files.setLastModifiedTime(archive, FileTime.from(Instant.now()));
            return Optional.of(archive);
        } catch (IOException | UncheckedIOException | OverlappingFileLockException e) {
            // The last of them: what another class loader of this JVM made of this class has the
            // lock.
            LOG.debug("an archive of classes can not be used archive={}", archive, e);
            return Optional.empty();
        }
    }

    private void make(Path archive, Maker maker) throws IOException {
        if (!MAKING.tryAcquire()) {
            return;
        }
        try (FileChannel channel =
                        FileChannel.open(
                                folder.resolve("lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null && !isSettled(archive)) {
                makeAlone(archive, maker);
            }
        } finally {
            MAKING.release();
        }
    }

    private void makeAlone(Path archive, Maker maker) throws IOException {
        // Whoever was killed over these holds the lock no more.
        remove(files(PART));
        // A worker may outlive by a second the process that was killed: it has another name.
        Path part =
                folder.resolve(archive.getFileName() + "." + ProcessHandle.current().pid() + PART);
        if (maker.make(part)) {
            Files.writeString(sum(archive), Checksum.of(part));
        } else {
            Files.deleteIfExists(part);
        }
        complete(part, archive);
        for (Path unused : files(COMPLETE).stream().skip(MOST).toList()) {
            remove(List.of(unused, sum(unused)));
        }
    }

    private static Path sum(Path archive) {
        String name = archive.getFileName().toString();
        return archive.resolveSibling(
                name.substring(0, name.length() - COMPLETE.length()) + ".sum");
    }

    /// Whether it holds something else than was written.
    private static boolean isDamaged(Path archive) throws IOException {
        return Files.exists(archive)
                && Files.size(archive) > 0
                && !(Files.exists(sum(archive))
                        && Files.readString(sum(archive)).equals(Checksum.of(archive)));
    }

    /// Whole or not at all, even when the machine fails: a JVM would trust a part of it. What could
    /// not be made becomes a file without content.
    private static void complete(Path part, Path archive) throws IOException {
        try (FileChannel file =
                FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.force(true);
        }
        Files.move(
                part, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean isSettled(Path archive) throws IOException {
        return Files.exists(archive)
                && (Files.size(archive) > 0
                        || modified(archive).isAfter(Instant.now().minus(NEXT_TRY)));
    }

    /// The files whose names end so, the newest first.
    private List<Path> files(String end) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(end))
                    .sorted(Comparator.comparing(ClassArchives::modified).reversed())
                    .toList();
        }
    }

    private static Instant modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            // Another process has removed it.
            return Instant.EPOCH;
        }
    }

    private static void remove(List<Path> files) throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
