package dev.manykitchens.replication;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.manykitchens.coordinator.journal.JournalException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Which member a directory is: made when it is first used, and never again. A member votes, and
/// must remember what it voted for; so a directory that lost something is not the same member.
///
/// ```
/// fresh ──starts with founders──▶ founder ──┬──the group removes it──▶ removed
///   └─────starts without────────▶ added ────┘
/// ```
///
/// @param id see [dev.manykitchens.coordinator.membership.Member#id]
/// @param part what it has to do with the group
record Identity(String id, Part part) {

    /// What a directory has to do with a group.
    enum Part {
        /// Nothing yet.
        FRESH,
        /// It founded the group.
        FOUNDER,
        /// It is added to the group, or was.
        ADDED,
        /// It was removed, and takes part no more.
        REMOVED;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Identity.class);
    private static final String FILE = "member";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int RANDOM_BYTES = 6;

    /// That of a directory, which is made when it is not there.
    ///
    /// @throws JournalException in one line when the directory is no member's, or cannot be used
    static Identity of(Path directory) throws JournalException {
        return of(directory, Identity::random);
    }

    /// That of a directory with which a member is started: from now on it has a part.
    ///
    /// @throws JournalException in one line when the directory is no member's, or cannot be used
    /// @throws IllegalArgumentException when it is fresh, and its id is none of the founders'
    static Identity of(ReplicaOptions options) throws JournalException {
        Identity its =
                of(
                        options.directory(),
                        () ->
                                options.founders().stream()
                                        .filter(founder ->
                                                founder.replication().equals(options.replication()))
                                        .findFirst()
                                        .map(founder -> new Identity(founder.id(), Part.FRESH))
                                        .orElseGet(Identity::random));
        if (its.part() == Part.REMOVED) {
            throw its.removed(options.directory());
        }
        if (its.part() != Part.FRESH) {
            return its;
        }
        boolean founds = !options.founders().isEmpty();
        if (founds && options.founders().stream().noneMatch(each -> each.id().equals(its.id()))) {
            throw new IllegalArgumentException(
                    "a member that founds a group must be one of the founders, %s in %s is not"
                            .formatted(its.id(), options.directory()));
        }
        Identity now = new Identity(its.id(), founds ? Part.FOUNDER : Part.ADDED);
        try {
            write(now, options.directory().resolve(FILE));
        } catch (IOException e) {
            throw unusable(options.directory(), e);
        }
        return now;
    }

    /// Remembers that the group removed this member: Raft would wait for a leader for ever, which
    /// talks to it no more.
    ///
    /// @return that in one line
    JournalException rememberRemoved(Path directory) {
        try {
            write(new Identity(id, Part.REMOVED), directory.resolve(FILE));
        } catch (IOException e) {
            LOG.warn("That a member was removed is not remembered. directory={}", directory, e);
        }
        return removed(directory);
    }

    private JournalException removed(Path directory) {
        return new JournalException(
                "a member must belong to its group, member %s of %s was removed: empty that directory, start it, and take it in under its new id with kitchen coordinator add"
                        .formatted(id, directory));
    }

    private static Identity of(Path directory, Supplier<Identity> first) throws JournalException {
        Path file = directory.resolve(FILE);
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
            Identity its = first.get();
            write(its, file);
            return its;
        } catch (JournalException e) {
            throw e;
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    private static JournalException unusable(Path directory, IOException why) {
        return new JournalException(
                "the directory of a member must be one that can be made and written, %s cannot: %s"
                        .formatted(directory, why),
                why);
    }

    private static Identity random() {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        return new Identity("m" + HexFormat.of().formatHex(random), Part.FRESH);
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
        for (Part part : Part.values()) {
            if (words.length == 2 && words[0].equals(part.word())) {
                Path log = file.resolveSibling("raft");
                if (!Files.isDirectory(log)) {
                    throw new JournalException(
                            "a member must have all that it kept, %s is missing: what it voted for is lost; empty the directory, start it to be added, and let the group replace member %s by the new one"
                                    .formatted(log, words[1]));
                }
                return new Identity(words[1], part);
            }
        }
        throw new JournalException(
                "%s must say which member this is, says something else; put it back, or empty the directory and start it to be added"
                        .formatted(file));
    }

    private static void write(Identity its, Path file) throws IOException {
        // The folder of the log is made first: from now on it must be there.
        Files.createDirectories(file.resolveSibling("raft"));
        Path draft = file.resolveSibling("member.new");
        Files.writeString(draft, its.part().word() + " " + its.id() + "\n", UTF_8);
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
