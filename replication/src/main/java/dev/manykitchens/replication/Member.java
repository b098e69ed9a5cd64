package dev.manykitchens.replication;

/// One coordinator of a group that keeps a journal together.
///
/// @param id its name in the group, which is its disk's: a disk that is lost takes it along
/// @param address where the others reach it, as `host:port`: a port for nothing else
/// @param serves where workers and clients reach it when it leads, as `host:port`; empty: not said
public record Member(String id, String address, String serves) {

    private static final int LONGEST_ID = 64;

    public Member {
        if (!id.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]*") || id.length() > LONGEST_ID) {
            throw new IllegalArgumentException(
                    "a member's id must be 1 to %d letters, digits, dots, dashes or underscores, was \"%s\""
                            .formatted(LONGEST_ID, id));
        }
        int _ = port(address);
        if (!serves.isEmpty()) {
            int _ = port(serves);
        }
    }

    /// The host of an address.
    static String host(String address) {
        int _ = port(address);
        return address.substring(0, address.lastIndexOf(':'));
    }

    /// The port of an address.
    static int port(String address) {
        int colon = address.lastIndexOf(':');
        if (colon > 0 && address.substring(colon + 1).matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(address.substring(colon + 1));
            if (port > 0 && port < 1 << 16) {
                return port;
            }
        }
        throw new IllegalArgumentException(
                "a member's address must be HOST:PORT, was \"%s\"; write, for example, 10.0.0.7:7071"
                        .formatted(address));
    }
}
