package dev.manykitchens.coordinator.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.manykitchens.coordinator.link.JournalCodec;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.value.Columns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// What a work consists of, in short: two that differ in anything that went into it have other
/// digests. A SHA-256. Confined to one thread.
public final class WorkDigest {

    private static final int ROWS = 8_192;

    private final MessageDigest digest;

    /// Of nothing yet.
    public WorkDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Adds the code that does the work, because other code may do the same work otherwise: this
    /// Java, and of each file of a class path its name, size and time of change, in folders too.
    /// What was built again or copied is other code, even where it is the same.
    ///
    /// @param classPath jars and folders; what is not there counts as that
    /// @throws IOException when a folder cannot be read
    public WorkDigest withCode(List<Path> classPath) throws IOException {
        with(System.getProperty("java.vm.version"));
        for (Path entry : classPath) {
            with(entry.toAbsolutePath().toString());
            if (!Files.isDirectory(entry)) {
                with(state(entry));
                continue;
            }
            List<Path> files;
            try (Stream<Path> all = Files.walk(entry, FileVisitOption.FOLLOW_LINKS)) {
                files = all.filter(Files::isRegularFile).sorted().toList();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            with("" + files.size());
            for (Path file : files) {
                with(entry.relativize(file).toString()).with(state(file));
            }
        }
        return this;
    }

    private static String state(Path file) throws IOException {
        try {
            BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
            return facts.size() + " " + facts.lastModifiedTime();
        } catch (NoSuchFileException _) {
            return "none";
        }
    }

    /// Adds a text.
    public WorkDigest with(String text) {
        return with(text.getBytes(UTF_8));
    }

    /// Adds bytes.
    public WorkDigest with(byte[] bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
        return this;
    }

    /// Adds jobs: their recipe's name, options and arguments.
    public WorkDigest with(Batch batch) {
        Columns arguments = batch.arguments();
        with(batch.recipe().name()).with(batch.options().toString()).with("" + batch.size());
        arguments.columns().forEach(column -> with(column.type().name()));
        for (int from = 0; from < arguments.rows(); from += ROWS) {
            with(JournalCodec.arguments(arguments, from, Math.min(arguments.rows(), from + ROWS)));
        }
        return this;
    }

    /// All that was added, as 64 hexadecimal digits; nothing is added afterwards.
    public String text() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
