package dev.manykitchens.coordinator.membership;

import dev.manykitchens.proto.link.Endpoint;
import dev.manykitchens.proto.link.Endpoints;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The coordinators that are to keep one journal, as somebody types them: the same text at each.
///
/// @param all in the order in which they were typed
/// @param own the one of them that this process is
public record Peers(List<Peer> all, Peer own) {

    /// Where members reach each other, unless told otherwise.
    public static final int USUAL_REPLICATION_PORT = 7073;

    /// An even number survives no more losses than one less.
    private static final int FEWEST = 3;

    private static final int MOST = 7;

    /// One of them.
    ///
    /// @param address `HOST:PORT`, where workers and clients reach it
    /// @param replication `HOST:PORT`, where the other members reach it
    public record Peer(String address, String replication) {

        /// As it is typed.
        @Override
        public String toString() {
            return address + "/" + Endpoint.parse(replication).port();
        }

        /// Reads `HOST:PORT` or `HOST:PORT/REPLICATION_PORT`.
        ///
        /// @throws IllegalArgumentException in one line when it is not that
        public static Peer parse(String text) {
            int slash = text.lastIndexOf('/');
            Endpoint address = Endpoint.parse(slash < 0 ? text : text.substring(0, slash));
            String port = slash < 0 ? "" : text.substring(slash + 1);
            if (slash >= 0 && !port.matches("[0-9]{1,5}")) {
                throw new IllegalArgumentException(
                        "a member must be HOST:PORT or HOST:PORT/REPLICATION_PORT, was \"%s\""
                                .formatted(text));
            }
            Endpoint replication =
                    new Endpoint(
                            address.host(),
                            slash < 0 ? USUAL_REPLICATION_PORT : Integer.parseInt(port));
            if (address.port() == 0 || replication.port() == 0) {
                throw new IllegalArgumentException(
                        "a member's ports must be from 1 to 65535, one was 0 in \"%s\""
                                .formatted(text));
            }
            return new Peer(address.toString(), replication.toString());
        }
    }

    public Peers {
        all = List.copyOf(all);
    }

    /// Reads them, and finds out which one this process is.
    ///
    /// @param text `HOST:PORT` or `HOST:PORT/REPLICATION_PORT`, with commas between
    /// @param listen where this process listens
    /// @param advertise under which `HOST:PORT` others reach it; empty: not told
    /// @throws IllegalArgumentException in one line when they are not three, five or seven, or not
    ///   one of them is this process
    public static Peers parse(String text, InetSocketAddress listen, Optional<String> advertise) {
        List<Peer> all = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            all.add(Peer.parse(part.strip()));
        }
        if (all.size() < FEWEST || all.size() > MOST || all.size() % 2 == 0) {
            throw new IllegalArgumentException(
                    "members must be three, five or seven, so that a majority is left when one is lost, were %d: %s"
                            .formatted(all.size(), text));
        }
        requireEachOnce(all.stream().map(Peer::address).toList());
        requireAPortEach(all, text);
        List<Peer> own =
                all.stream()
                        .filter(peer -> isOwn(Endpoint.parse(peer.address()), listen, advertise))
                        .toList();
        if (own.size() != 1) {
            throw new IllegalArgumentException(
                    "exactly one of the members must be this coordinator, which listens on %s:%d, %s is; --advertise HOST:PORT says which"
                            .formatted(
                                    listen.getHostString(),
                                    listen.getPort(),
                                    own.isEmpty() ? "none" : "more than one"));
        }
        return new Peers(all, own.getFirst());
    }

    private static void requireEachOnce(List<String> endpoints) {
        // Refuses what is there twice.
        var _ = Endpoints.parse(String.join(",", endpoints));
    }

    private static void requireAPortEach(List<Peer> all, String text) {
        long different = all.stream().map(Peer::replication).distinct().count();
        if (different < all.size()) {
            throw new IllegalArgumentException(
                    "members on one machine must each have a port for the others, %d unless it is said; write HOST:PORT/REPLICATION_PORT for each, was %s"
                            .formatted(USUAL_REPLICATION_PORT, text));
        }
    }

    private static boolean isOwn(
            Endpoint peer, InetSocketAddress listen, Optional<String> advertise) {
        if (advertise.isPresent()) {
            String told = advertise.get();
            return told.equals(peer.toString()) || told.equals(peer.host());
        }
        if (peer.port() != listen.getPort()) {
            return false;
        }
        try {
            InetAddress theirs = InetAddress.getByName(peer.host());
            return listen.getAddress().isAnyLocalAddress()
                    ? NetworkInterface.getByInetAddress(theirs) != null
                    : theirs.equals(listen.getAddress());
        } catch (UnknownHostException | SocketException _) {
            return false;
        }
    }

    /// Where workers and clients look for the one that leads.
    public Endpoints endpoints() {
        return Endpoints.parse(all.stream().map(Peer::address).collect(Collectors.joining(",")));
    }

    /// The others.
    public List<Peer> others() {
        return all.stream().filter(peer -> !peer.equals(own)).toList();
    }
}
