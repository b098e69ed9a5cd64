package dev.manykitchens.replication;

import dev.manykitchens.coordinator.membership.Member;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509KeyManager;

/// How a member of a group is started.
///
/// @param directory what it keeps: its journal, its part of the log, its id. Its alone
/// @param replication where it listens and the others reach it, as `host:port`; it listens on that
///   host's address and on no other
/// @param address where workers and clients reach it when it leads, as `host:port`
/// @param founders those who found the group, this one among them, the same at each; empty: this
///   one waits until it is added to a group that is there. Looked at where the directory is new
/// @param tls the certificates by which members know each other; empty: anybody who reaches the
///   port can say it is a member
/// @param electionMin a member that hears nothing of its leader for so long at least, and
///   `electionMax` at most, wants to lead
/// @param electionMax see `electionMin`
/// @param patience how long a majority may take to keep one piece of an entry; then the leader
///   gives up leading
/// @param logBytes after so much in the log, and as much as the database has, a copy of the
///   database takes its place
/// @param pieceBytes an entry is cut into pieces of so many bytes at most
public record ReplicaOptions(
        Path directory,
        String replication,
        String address,
        List<Member> founders,
        Optional<Tls> tls,
        Duration electionMin,
        Duration electionMax,
        Duration patience,
        long logBytes,
        int pieceBytes) {

    /// How members know each other.
    ///
    /// @param own what this one shows
    /// @param trusted whom it takes for a member, at both ends of a connection
    public record Tls(X509KeyManager own, X509ExtendedTrustManager trusted) {}

    static final int MOST_PIECE_BYTES = 4 << 20;
    private static final int MOST_MEMBERS = 7;

    public ReplicaOptions {
        founders = List.copyOf(founders);
        int _ = HostPort.port(replication);
        if (electionMin.compareTo(Duration.ofMillis(50)) < 0
                || electionMax.compareTo(electionMin) <= 0
                || electionMax.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException(
                    "the time-outs of elections must be at least 50 ms, at most 1 min, and the second longer than the first; were %s and %s"
                            .formatted(electionMin, electionMax));
        }
        if (patience.compareTo(electionMax) < 0 || patience.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    "the patience with a majority must be at least the time-out of elections, %s, and at most an hour; was %s"
                            .formatted(electionMax, patience));
        }
        if (pieceBytes < 1 || pieceBytes > MOST_PIECE_BYTES || logBytes < 1) {
            throw new IllegalArgumentException(
                    "pieces must have from 1 to %d bytes and the log at least 1, had %d and %d"
                            .formatted(MOST_PIECE_BYTES, pieceBytes, logBytes));
        }
        if (!founders.isEmpty()) {
            requireFounders(founders, replication);
        }
    }

    private static void requireFounders(List<Member> founders, String replication) {
        Set<String> ids = new HashSet<>();
        Set<String> addresses = new HashSet<>();
        for (Member founder : founders) {
            if (!ids.add(founder.id()) || !addresses.add(founder.replication())) {
                throw new IllegalArgumentException(
                        "the founders of a group must have an id and an address each of its own, two have those of %s"
                                .formatted(founder));
            }
        }
        if (founders.size() > MOST_MEMBERS) {
            throw new IllegalArgumentException(
                    "a group must have at most %d members, had %d"
                            .formatted(MOST_MEMBERS, founders.size()));
        }
        if (!addresses.contains(replication)) {
            throw new IllegalArgumentException(
                    "a founder of a group must be one of those that are listed, %s is not among %s; list it, or let it join"
                            .formatted(replication, addresses.stream().sorted().toList()));
        }
    }

    /// A member with the usual times and sizes: elections after 500 to 1,000 ms, ten seconds of
    /// patience, a log of 64 MiB, pieces of 4 MiB.
    public static ReplicaOptions of(
            Path directory, String replication, String address, List<Member> founders) {
        return new ReplicaOptions(
                directory,
                replication,
                address,
                founders,
                Optional.empty(),
                Duration.ofMillis(500),
                Duration.ofMillis(1_000),
                Duration.ofSeconds(10),
                64 << 20,
                MOST_PIECE_BYTES);
    }

    /// The same with these certificates; empty: with none.
    public ReplicaOptions with(Optional<Tls> its) {
        return new ReplicaOptions(
                directory,
                replication,
                address,
                founders,
                its,
                electionMin,
                electionMax,
                patience,
                logBytes,
                pieceBytes);
    }

    /// The same with these times.
    public ReplicaOptions with(Duration min, Duration max, Duration itsPatience) {
        return new ReplicaOptions(
                directory,
                replication,
                address,
                founders,
                tls,
                min,
                max,
                itsPatience,
                logBytes,
                pieceBytes);
    }

    /// The same with these sizes.
    public ReplicaOptions with(long itsLogBytes, int itsPieceBytes) {
        return new ReplicaOptions(
                directory,
                replication,
                address,
                founders,
                tls,
                electionMin,
                electionMax,
                patience,
                itsLogBytes,
                itsPieceBytes);
    }
}
