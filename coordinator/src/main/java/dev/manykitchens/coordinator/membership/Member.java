package dev.manykitchens.coordinator.membership;

import dev.manykitchens.proto.link.Endpoint;

/// One of the coordinators that keep a journal together.
///
/// @param id made at random with its data directory: whose disk was lost is another
/// @param address `HOST:PORT`, where workers and clients reach it when it leads
/// @param replication `HOST:PORT`, where the other members reach it: a port for nothing else
public record Member(String id, String address, String replication) {

    private static final int LONGEST_ID = 64;

    /// A member.
    ///
    /// @throws IllegalArgumentException in one line when it cannot be one
    public Member {
        requireId(id);
        requireAddress(address);
        requireAddress(replication);
    }

    /// Refuses what cannot be a member's id.
    ///
    /// @throws IllegalArgumentException in one line, when it cannot
    public static void requireId(String id) {
        if (!id.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]*") || id.length() > LONGEST_ID) {
            throw new IllegalArgumentException(
                    "a member's id must be 1 to %d letters, digits, dots, dashes or underscores, was \"%s\""
                            .formatted(LONGEST_ID, shown(id)));
        }
    }

    /// Whoever reads it sees one line.
    private static String shown(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() > LONGEST_ID ? plain.substring(0, LONGEST_ID) + "…" : plain;
    }

    private static void requireAddress(String address) {
        if (Endpoint.parse(address).port() == 0) {
            throw new IllegalArgumentException(
                    "a member's ports must be from 1 to 65535, one was 0 in \"%s\""
                            .formatted(address));
        }
    }
}
