package dev.manykitchens.cli.cluster;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A file with secrets, which only its owner can read.
public final class SecretFile {

    /// No file of secrets is longer.
    private static final long MOST_BYTES = 64 * 1024;

    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    private final String option;
    private final Path file;

    /// @param option the option that named it, for messages
    public SecretFile(String option, Path file) {
        this.option = option;
        this.file = file;
    }

    /// What the file says of a variable: the value in its line `NAME=VALUE`, or else its first
    /// line, when that is no variable.
    ///
    /// @throws IllegalArgumentException in one line, without what the file holds
    public String value(String variable) {
        List<String> lines = lines();
        Optional<String> named = named(variable, lines);
        if (named.isPresent()) {
            return named.get();
        }
        if (lines.isEmpty() || lines.getFirst().matches("[A-Z_]+=.*")) {
            throw new IllegalArgumentException(
                    "%s must hold the value of %s in its first line, or in a line %s=VALUE, %s has none"
                            .formatted(option, variable, variable, file));
        }
        return lines.getFirst();
    }

    /// The value in its line `NAME=VALUE`; empty when it has none.
    ///
    /// @throws IllegalArgumentException in one line, without what the file holds
    public Optional<String> named(String variable) {
        return named(variable, lines());
    }

    private static Optional<String> named(String variable, List<String> lines) {
        String start = variable + "=";
        return lines.stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .findFirst();
    }

    private List<String> lines() {
        try {
            requireOwnersOnly();
            if (Files.size(file) > MOST_BYTES) {
                throw refused("it has more than %d bytes".formatted(MOST_BYTES));
            }
            try (Stream<String> lines = Files.readString(file).lines()) {
                return lines.map(String::strip).filter(line -> !line.isEmpty()).toList();
            }
        } catch (NoSuchFileException e) {
            throw refused("there is none");
        } catch (CharacterCodingException e) {
            throw refused("it is no text");
        } catch (IOException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private IllegalArgumentException refused(String why) {
        return new IllegalArgumentException(
                "%s must name a file that can be read, was \"%s\": %s"
                        .formatted(option, file, why));
    }

    /// Where the file system knows of permissions, as on every Unix.
    private void requireOwnersOnly() throws IOException {
        Set<PosixFilePermission> permissions;
        try {
            permissions = Files.getPosixFilePermissions(file);
        } catch (UnsupportedOperationException _) {
            return;
        }
        if (!OWNERS.containsAll(permissions)) {
            throw new IllegalArgumentException(
                    "%s names a secret and must be its owner's alone, %s is %s; chmod 600 %s"
                            .formatted(
                                    option,
                                    file,
                                    PosixFilePermissions.toString(permissions),
                                    file));
        }
    }

    /// Refuses what cannot be written, before there is anything to write.
    ///
    /// @throws IllegalArgumentException in one line
    public void requireWritable() {
        Path folder = folder();
        boolean fit =
                Files.isDirectory(folder)
                        && Files.isWritable(folder)
                        && (!Files.exists(file) || Files.isRegularFile(file));
        if (!fit) {
            throw new IllegalArgumentException(
                    "%s must name a file that can be written, in a directory that is there, was \"%s\""
                            .formatted(option, file));
        }
    }

    /// Writes it whole or not at all; nobody but the owner can read it at any moment.
    public void write(List<String> lines) throws IOException {
        Path draft =
                Files.createTempFile(
                        folder(),
                        ".draft",
                        "",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(draft, lines);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            boolean _ = Files.deleteIfExists(draft);
        }
    }

    private Path folder() {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }
}
