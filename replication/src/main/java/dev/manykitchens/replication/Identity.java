package dev.manykitchens.replication;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.manykitchens.coordinator.journal.JournalException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// Which member a directory is: made when it is first used, and never again. A member votes, and
/// must remember what it voted for; so a directory that lost something is not the same member.
///
/// @param id see [Member#id]
/// @param founder whether it founded the group, rather than being added to it
record Identity(String id, boolean founder) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int RANDOM_BYTES = 6;

    /// That of a directory, which is made when it is not there.
    ///
    /// @throws JournalException in one line when the directory is no member's, or cannot be used
    static Identity of(ReplicaOptions options) throws JournalException {
        Path directory = options.directory();
        Path file = directory.resolve("member");
        try {
            if (Files.exists(file)) {
                return read(file);
            }
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
            requireEmpty(directory);
            Identity its = made(options);
            write(its, file);
            return its;
        } catch (JournalException e) {
            throw e;
        } catch (IOException e) {
            throw new JournalException(
                    "the directory of a member must be one that can be made and written, %s cannot: %s"
                            .formatted(directory, e),
                    e);
        }
    }

    private static Identity made(ReplicaOptions options) {
        for (Member founder : options.founders()) {
            if (founder.address().equals(options.address())) {
                return new Identity(founder.id(), true);
            }
        }
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        return new Identity("m" + HexFormat.of().formatHex(random), false);
    }

    private static void requireEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<String> names =
                    files.map(each -> String.valueOf(each.getFileName())).sorted().toList();
            if (!names.isEmpty()) {
                throw new JournalException(
                        "the directory of a new member must be empty, %s has %s but no file \"member\": put that back, or choose another directory"
                                .formatted(directory, names));
            }
        }
    }

    private static Identity read(Path file) throws IOException {
        String[] words = Files.readString(file, UTF_8).strip().split(" ", -1);
        if (words.length == 2 && (words[0].equals("founder") || words[0].equals("added"))) {
            Path log = file.resolveSibling("raft");
            if (!Files.isDirectory(log)) {
                throw new JournalException(
                        "a member must have all that it kept, %s is missing: what it voted for is lost; empty the directory, start it to be added, and let the group replace member %s by the new one"
                                .formatted(log, words[1]));
            }
            return new Identity(words[1], words[0].equals("founder"));
        }
        throw new JournalException(
                "%s must say which member this is, says something else; put it back, or empty the directory and start it to be added"
                        .formatted(file));
    }

    private static void write(Identity its, Path file) throws IOException {
        // The folder of the log is made first: from now on it must be there.
        Files.createDirectories(file.resolveSibling("raft"));
        Path draft = file.resolveSibling("member.new");
        Files.writeString(draft, (its.founder() ? "founder " : "added ") + its.id() + "\n", UTF_8);
        force(draft, StandardOpenOption.WRITE);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        force(file.resolveSibling("."), StandardOpenOption.READ);
    }

    private static void force(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }
}
