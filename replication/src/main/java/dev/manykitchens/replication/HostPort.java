package dev.manykitchens.replication;

/// An address as Ratis has it.
final class HostPort {

    private HostPort() {}

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
                "a member's address must be HOST:PORT, was \"%s\"; write, for example, 10.0.0.7:7073"
                        .formatted(address));
    }
}
