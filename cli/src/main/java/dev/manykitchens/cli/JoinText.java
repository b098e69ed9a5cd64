package dev.manykitchens.cli;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// Where a worker finds `TOKEN@HOST:PORT`, a secret: on the command line, where everybody on the
/// machine can read it, in a file, or in the environment.
final class JoinText {

    /// The environment variable.
    static final String VARIABLE = "KITCHEN_JOIN";

    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    private JoinText() {}

    /// The text from the one place that has it; the variable is only asked when no option is there.
    static String of(
            @Nullable String option, @Nullable Path file, Map<String, String> environment) {
        if (option != null && file != null) {
            throw new UserMistakeException(
                    "what a worker joins with must be said once, was with --join and with --join-file; leave one of them out");
        }
        if (option != null) {
            return option;
        }
        if (file != null) {
            return firstLine(file);
        }
        String variable = environment.get(VARIABLE);
        if (variable == null || variable.isBlank()) {
            throw new UserMistakeException(
                    "a worker must be told what to join, with --join TOKEN@HOST:PORT, --join-file FILE or the environment variable %s, was told nothing; kitchen coordinator prints it"
                            .formatted(VARIABLE));
        }
        return variable;
    }

    private static String firstLine(Path file) {
        try {
            requireOwnersOnly(file);
            try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                String line = reader.readLine();
                if (line == null || line.isBlank()) {
                    throw new UserMistakeException(
                            "the first line of %s must be TOKEN@HOST:PORT, is empty"
                                    .formatted(file));
                }
                return line;
            }
        } catch (NoSuchFileException e) {
            throw new UserMistakeException(
                    "--join-file must exist, %s does not".formatted(file), e);
        } catch (MalformedInputException e) {
            throw new UserMistakeException(
                    "--join-file must be a text file, %s is none".formatted(file), e);
        } catch (IOException e) {
            throw new UserMistakeException(
                    "--join-file must be readable, %s is not: %s".formatted(file, e.getMessage()),
                    e);
        }
    }

    /// Where the file system knows of permissions, as on every Unix.
    private static void requireOwnersOnly(Path file) throws IOException {
        Set<PosixFilePermission> permissions;
        try {
            permissions = Files.getPosixFilePermissions(file);
        } catch (UnsupportedOperationException _) {
            return;
        }
        if (!OWNERS.containsAll(permissions)) {
            throw new UserMistakeException(
                    "--join-file holds a secret and must be its owner's only, %s is %s; chmod 600 %s"
                            .formatted(file, PosixFilePermissions.toString(permissions), file));
        }
    }
}
