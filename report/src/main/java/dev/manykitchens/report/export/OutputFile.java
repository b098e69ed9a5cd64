package dev.manykitchens.report.export;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
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

/// A file that will be written, made sure of beforehand: what cannot be written is found before the
/// work and not after it, and a file that was there stays whole until the new one is. Confined to
/// one thread.
///
/// Content goes to a hidden file beside it, which takes its place on [#commit]. A device or a pipe
/// is written directly.
public final class OutputFile implements AutoCloseable {

    private final Path target;
    private final Path written;
    private final OutputStream bytes;
    private final BufferedWriter writer;

    private OutputFile(Path target, Path written, OutputStream bytes) {
        this.target = target;
        this.written = written;
        this.bytes = new BufferedOutputStream(bytes);
        this.writer =
                new BufferedWriter(new OutputStreamWriter(this.bytes, StandardCharsets.UTF_8));
    }

    /// Makes sure that a file can be written there.
    ///
    /// @param option the option that named it, for the message
    /// @throws IllegalArgumentException when it cannot, in one line
    public static OutputFile reserve(String option, Path path) {
        try {
            Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
            if (Files.isDirectory(target)) {
                throw refused(option, path, "it is a directory");
            }
            if (Files.exists(target) && !Files.isWritable(target)) {
                throw refused(option, path, "it is write-protected");
            }
            if (Files.exists(target) && !Files.isRegularFile(target)) {
                return new OutputFile(
                        target, target, Files.newOutputStream(target, StandardOpenOption.WRITE));
            }
            Path directory = target.getParent();
            if (directory == null || !Files.isDirectory(directory)) {
                throw refused(option, path, "there is no directory " + directory);
            }
            String name =
                    "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part";
            Path part = directory.resolve(name);
            return new OutputFile(target, part, Files.newOutputStream(part));
        } catch (IOException e) {
            throw refused(option, path, reason(e));
        }
    }

    /// Where content goes until [#commit], in UTF-8.
    public Appendable content() {
        return writer;
    }

    /// Writes the content and puts the file in its place.
    ///
    /// @throws UncheckedIOException when the disk is full or gone
    public void commit(String content) {
        try {
            writer.write(content);
            commit();
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + target + ": " + reason(e), e);
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
            throw new UncheckedIOException("could not write " + target + ": " + reason(e), e);
        }
    }

    /// Puts the file in its place with what was written so far.
    ///
    /// @throws UncheckedIOException when the disk is full or gone
    public void commit() {
        try {
            writer.close();
            if (!written.equals(target)) {
                Files.move(
                        written,
                        target,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + target + ": " + reason(e), e);
        }
    }

    /// Removes what was not committed; the target stays as it was.
    @Override
    public void close() {
        try {
            writer.close();
            if (!written.equals(target)) {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not remove " + written + ": " + reason(e), e);
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
