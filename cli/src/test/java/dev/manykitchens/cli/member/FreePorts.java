package dev.manykitchens.cli.member;

import dev.manykitchens.coordinator.membership.Peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/// Ports of the loopback address on which nobody listens: a moment ago, at least.
public final class FreePorts {

    private static final int MEMBERS = 3;

    private FreePorts() {}

    /// One of them.
    public static int one() throws IOException {
        return some(1).getFirst();
    }

    /// Three coordinators that can be one.
    public static List<Peers.Peer> peers() throws IOException {
        List<Integer> ports = some(2 * MEMBERS);
        List<Peers.Peer> peers = new ArrayList<>();
        for (int i = 0; i < ports.size(); i += 2) {
            peers.add(new Peers.Peer("127.0.0.1:" + ports.get(i), "127.0.0.1:" + ports.get(i + 1)));
        }
        return peers;
    }

    /// All are taken before the first is given back: no two are the same.
    private static List<Integer> some(int count) throws IOException {
        List<ServerSocket> probes = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                probes.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return probes.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket probe : probes) {
                probe.close();
            }
        }
    }
}
