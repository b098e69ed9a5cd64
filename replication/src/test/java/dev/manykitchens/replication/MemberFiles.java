package dev.manykitchens.replication;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What a member has on its disk.
///
/// @param directory the member's own
record MemberFiles(Path directory) {

    /// Its database.
    Path database() {
        return directory.resolve("journal").resolve("journal.db");
    }

    /// What was written to its database last.
    Path databaseLog() {
        return directory.resolve("journal").resolve("journal.db-wal");
    }

    /// The part of the group's log that it writes to.
    Path openLog() throws IOException {
        return ofRaft("log_inprogress_.*").getFirst();
    }

    /// All parts of the group's log.
    List<Path> log() throws IOException {
        return ofRaft("log_.*");
    }

    /// How long its log is.
    long logBytes() throws IOException {
        return log().stream().mapToLong(file -> file.toFile().length()).sum();
    }

    /// Copies of a database that are beside it, and their sums.
    List<Path> copies() throws IOException {
        return ofRaft("snapshot.*");
    }

    /// Whether it has a copy of a database beside it, whole.
    boolean hasCopy() throws IOException {
        return !ofRaft("snapshot.*md5").isEmpty();
    }

    /// How long the longest such copy is; 0: there is none.
    long copyBytes() throws IOException {
        return ofRaft("snapshot.*(?<!md5)").stream()
                .mapToLong(file -> file.toFile().length())
                .max()
                .orElse(0);
    }

    /// Those of what Raft keeps whose names are like this.
    private List<Path> ofRaft(String pattern) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("raft"))) {
            return files.filter(each -> String.valueOf(each.getFileName()).matches(pattern))
                    .toList();
        }
    }
}
