package dev.manykitchens.report.export;

import org.jspecify.annotations.Nullable;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A file that will be written, made sure of beforehand: what cannot be written is found before the
/// work and not after it, and a file that was there stays whole until the new one is. Confined to
/// one thread.
///
/// Content goes to a hidden file beside it, which takes its place on [#commit], or on [#publish]
/// when it is to grow there. A device or a pipe is opened when there is something to write, and
/// written directly.
public final class OutputFile implements AutoCloseable {

    /// What is elsewhere a name for standard output.
    private static final String STANDARD_OUTPUT = "-";

    /// The targets that are reserved now, by all of this process.
    private static final Set<Path> RESERVED = ConcurrentHashMap.newKeySet();

    private final Path target;
    private final Path written;
    private final OutputStream raw;
    private final OutputStream bytes;
    private final BufferedWriter writer;
    private boolean reserved;

    /// Whether what is written stands where it belongs.
    private boolean inPlace;

    private OutputFile(Path target, Path written, OutputStream bytes) {
        this.target = target;
        this.written = written;
        this.inPlace = written.equals(target);
        this.reserved = !inPlace;
        this.raw = bytes;
        this.bytes = new BufferedOutputStream(bytes);
        this.writer =
                new BufferedWriter(new OutputStreamWriter(this.bytes, StandardCharsets.UTF_8));
    }

    /// Makes sure that a file can be written there.
    ///
    /// @param option the option that named it, for the message
    /// @throws IllegalArgumentException when it cannot, in one line
    public static OutputFile reserve(String option, Path path) {
        if (path.toString().equals(STANDARD_OUTPUT)) {
            throw new IllegalArgumentException(
                    "%s must name a file, was \"-\": standard output is for what the command prints%s; for a file of that name write ./-"
                            .formatted(
                                    option,
                                    option.equals("--export-json")
                                            ? ", with --json this very JSON"
                                            : ""));
        }
        Path target;
        try {
            target =
                    Files.exists(path)
                            ? path.toRealPath()
                            : ofLink(path).toAbsolutePath().normalize();
        } catch (IOException e) {
            throw refused(option, path, reason(e));
        }
        if (Files.exists(target) && !Files.isRegularFile(target) && !Files.isDirectory(target)) {
            return device(option, path, target);
        }
        if (!RESERVED.add(target)) {
            throw refused(option, path, "another option names it too");
        }
        try {
            return open(option, path, target);
        } catch (IOException e) {
            RESERVED.remove(target);
            throw refused(option, path, reason(e));
        } catch (IllegalArgumentException e) {
            RESERVED.remove(target);
            throw e;
        }
    }

    private static OutputFile device(String option, Path path, Path target) {
        if (!Files.isWritable(target)) {
            throw refused(option, path, "it is write-protected");
        }
        return new OutputFile(target, target, new OpenedLate(target));
    }

    /// Opens a device or a pipe when there is something to write: opening a pipe that nobody reads
    /// waits for a reader, and the work should be done by then.
    private static final class OpenedLate extends OutputStream {

        private final Path target;
        private @Nullable OutputStream opened;
        private boolean discarding;

        OpenedLate(Path target) {
            this.target = target;
        }

        /// Drops what comes from now on, unless it is open already.
        void discard() {
            discarding = true;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] content, int from, int length) throws IOException {
            OutputStream stream = opened;
            if (stream == null && discarding) {
                return;
            }
            if (stream == null) {
                stream = Files.newOutputStream(target, StandardOpenOption.WRITE);
                opened = stream;
            }
            stream.write(content, from, length);
        }

        @Override
        public void close() throws IOException {
            OutputStream stream = opened;
            if (stream != null) {
                stream.close();
            }
        }
    }

    /// Where a link leads that leads to nothing yet.
    private static Path ofLink(Path path) throws IOException {
        return Files.isSymbolicLink(path)
                ? path.toAbsolutePath().resolveSibling(Files.readSymbolicLink(path))
                : path;
    }

    private static OutputFile open(String option, Path path, Path target) throws IOException {
        if (Files.isDirectory(target)) {
            throw refused(option, path, "it is a directory");
        }
        if (Files.exists(target) && !Files.isWritable(target)) {
            throw refused(option, path, "it is write-protected");
        }
        Path directory = target.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw refused(option, path, "there is no directory " + directory);
        }
        removePartsOfTheDead(directory, target);
        Path part = directory.resolve(part(target, ProcessHandle.current().pid()));
        return new OutputFile(target, part, Files.newOutputStream(part));
    }

    private static String part(Path target, long pid) {
        return "." + target.getFileName() + "." + pid + ".part";
    }

    /// What a process that was killed has left for this target.
    private static void removePartsOfTheDead(Path directory, Path target) throws IOException {
        Pattern part =
                Pattern.compile(
                        Pattern.quote("." + target.getFileName() + ".") + "(\\d{1,9})\\.part");
        List<Path> left;
        try (Stream<Path> files = Files.list(directory)) {
            left =
                    files.filter(
                                    file -> {
                                        Matcher match = part.matcher(file.getFileName().toString());
                                        return match.matches()
                                                && ProcessHandle.of(Long.parseLong(match.group(1)))
                                                        .isEmpty();
                                    })
                            .toList();
        } catch (AccessDeniedException e) {
            // One may write into a directory that one may not list.
            return;
        }
        for (Path file : left) {
            boolean _ = Files.deleteIfExists(file);
        }
    }

    /// Where content goes until [#commit], in UTF-8.
    public Appendable content() {
        return writer;
    }

    /// Whether it is a file of its own, and no device or pipe.
    public boolean isFile() {
        return !(raw instanceof OpenedLate);
    }

    /// Writes the first bytes of another file, which may be the one that is to be replaced.
    ///
    /// @throws UncheckedIOException when that cannot be read or this not be written
    public void copy(Path from, long count) {
        try (InputStream in = Files.newInputStream(from)) {
            writer.flush();
            byte[] part = new byte[1 << 16];
            for (long left = count; left > 0; ) {
                int read = in.read(part, 0, (int) Math.min(part.length, left));
                if (read < 0) {
                    throw new EOFException("%s has become shorter".formatted(from));
                }
                bytes.write(part, 0, read);
                left -= read;
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /// Puts the file in its place with what was written so far, and goes on writing it there: what
    /// comes later is there after the next [#flush]. Without effect for a device or a pipe.
    ///
    /// @throws UncheckedIOException when the disk is full or gone
    public void publish() {
        if (!inPlace) {
            flush();
            try {
                move();
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }

    /// Hands what was written to the operating system: it is kept when this process is killed.
    ///
    /// @throws UncheckedIOException when the disk is full or gone
    public void flush() {
        try {
            writer.flush();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void move() throws IOException {
        if (!inPlace) {
            Files.move(
                    written,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            inPlace = true;
        }
    }

    private UncheckedIOException failed(IOException e) {
        return new UncheckedIOException("could not write " + target + ": " + reason(e), e);
    }

    /// Writes the content and puts the file in its place.
    ///
    /// @throws UncheckedIOException when the disk is full or gone
    public void commit(String content) {
        try {
            writer.write(content);
            commit();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /// Writes the bytes and puts the file in its place.
    ///
    /// @throws UncheckedIOException when the disk is full or gone
    public void commit(byte[] content) {
        try {
            bytes.write(content);
            commit();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /// Puts the file in its place with what was written so far.
    ///
    /// @throws UncheckedIOException when the disk is full or gone
    public void commit() {
        release();
        try {
            writer.close();
            move();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /// Removes what was neither committed nor published; the target stays as it was.
    @Override
    public void close() {
        release();
        try {
            closeQuietly();
            if (!inPlace) {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not remove " + written + ": " + reason(e), e);
        }
    }

    private void release() {
        if (reserved) {
            reserved = false;
            RESERVED.remove(target);
        }
    }

    /// What could not be written was told when it was committed, or does not matter any more.
    private void closeQuietly() {
        if (raw instanceof OpenedLate late) {
            late.discard();
        }
        try {
            writer.close();
        } catch (IOException _) {
            // See above.
        }
    }

    private static IllegalArgumentException refused(String option, Path path, String reason) {
        return new IllegalArgumentException(
                "%s must name a file that can be written, was \"%s\": %s"
                        .formatted(option, path, reason));
    }

    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "no permission";
            case FileSystemException file when file.getReason() != null -> file.getReason();
            // Its message is the path of our own file beside the target.
            case NoSuchFileException _ -> "no file can be made there";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
