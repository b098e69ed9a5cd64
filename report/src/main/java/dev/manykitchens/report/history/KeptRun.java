package dev.manykitchens.report.history;

import dev.manykitchens.report.run.RunFile;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A run that will be kept: a hidden file in the folder, which has room for it already, so that a
/// disk that fills up while it is measured takes nothing from it. Confined to one thread.
///
/// ```
/// reserve ──▶ .reserved-PID-N.part, a megabyte of zeros
/// commit ──▶ the run in its place ──▶ .ID.claim, which one process can make ──▶ renamed to ID.json
/// close ──▶ removed, unless it was committed
/// ```
public final class KeptRun implements AutoCloseable {

    /// Most runs have less; of larger ones the rest must still find room.
    static final int ROOM = 1 << 20;

    /// So many runs of one name may end in one millisecond.
    private static final int MOST_OF_ONE_NAME = 1_000;

    /// What is older was left by a process that was killed. Another machine's process may write
    /// here, so that it is not enough that none of this number runs on this one.
    private static final Duration LEFT_BEHIND = Duration.ofDays(2);

    private static final Pattern PART = Pattern.compile("\\.reserved-([0-9]{1,9})-[0-9]+\\.part");

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final Path folder;
    private final Path part;
    private boolean committed;

    private KeptRun(Path folder, Path part) {
        this.folder = folder;
        this.part = part;
    }

    static KeptRun reserve(Path folder) throws IOException {
        removeWhatWasLeft(folder);
        while (true) {
            Path part =
                    folder.resolve(
                            ".reserved-%d-%d.part"
                                    .formatted(
                                            ProcessHandle.current().pid(),
                                            NUMBERS.incrementAndGet()));
            try (OutputStream room =
                    Files.newOutputStream(
                            part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                KeptRun reserved = new KeptRun(folder, part);
                reserved.takeRoom(room);
                return reserved;
            } catch (FileAlreadyExistsException _) {
                // A process of the same number, on another machine or long ago.
            }
        }
    }

    private void takeRoom(OutputStream room) throws IOException {
        try {
            room.write(new byte[ROOM]);
            room.flush();
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw e;
        }
    }

    private static void removeWhatWasLeft(Path folder) throws IOException {
        Instant before = Instant.now().minus(LEFT_BEHIND);
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, ".reserved-*.part")) {
            for (Path left : parts) {
                Matcher matcher = PART.matcher(left.getFileName().toString());
                if (matcher.matches()
                        && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty()
                        && Files.getLastModifiedTime(left, LinkOption.NOFOLLOW_LINKS)
                                .toInstant()
                                .isBefore(before)) {
                    Files.deleteIfExists(left);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    /// Keeps the run.
    ///
    /// @return what it is called
    /// @throws UncheckedIOException when the disk is full or gone, in one line
    public RunId commit(RunFile run) {
        try {
            write(run.toJson().getBytes(StandardCharsets.UTF_8));
            RunId id = publish(RunId.of(ended(run), run.scenario().title()));
            committed = true;
            return id;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "could not keep the run in %s: %s".formatted(folder, RunFolder.reason(e)), e);
        }
    }

    /// Over the room that is there already: what was taken is not given back before.
    private void write(byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                var _ = channel.write(bytes);
            }
            channel.truncate(content.length);
            channel.force(true);
        }
    }

    /// Whoever makes the claim alone may take the name, if it is not taken.
    private RunId publish(RunId wanted) throws IOException {
        for (int number = 1; number <= MOST_OF_ONE_NAME; number++) {
            RunId id = number == 1 ? wanted : wanted.numbered(number);
            Optional<Path> claim = claim(id);
            if (claim.isPresent()) {
                try {
                    Path target = folder.resolve(id.fileName());
                    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
                        return id;
                    }
                } finally {
                    Files.deleteIfExists(claim.get());
                }
            }
        }
        throw new IOException("all names that begin with %s are taken".formatted(wanted));
    }

    private Optional<Path> claim(RunId id) throws IOException {
        Path claim = folder.resolve("." + id + ".claim");
        try {
            return Optional.of(Files.createFile(claim));
        } catch (FileAlreadyExistsException _) {
            return Optional.empty();
        }
    }

    private static Instant ended(RunFile run) {
        try {
            return Instant.parse(run.created());
        } catch (DateTimeParseException _) {
            return Instant.now();
        }
    }

    @Override
    public void close() {
        if (committed) {
            return;
        }
        try {
            Files.deleteIfExists(part);
        } catch (IOException _) {
            // It is hidden, and removed when it is old.
        }
    }
}
