package dev.manykitchens.coordinator.serve;

import dev.manykitchens.proto.link.Endpoint;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Under which address others reach what listens here.
///
/// @param endpoint the address
/// @param guessed whether it was chosen from several, because what listens takes every address of
///   this host
record ReachableAddress(Endpoint endpoint, boolean guessed) {

    /// @param told what the user says, `HOST` or `HOST:PORT`; empty when nothing
    /// @param bound where it listens
    /// @throws IllegalArgumentException when what was told is no address
    static ReachableAddress of(Optional<String> told, InetSocketAddress bound) {
        if (told.isPresent()) {
            return new ReachableAddress(parse(told.get(), bound.getPort()), false);
        }
        InetAddress address = bound.getAddress();
        return address.isAnyLocalAddress()
                ? new ReachableAddress(endpoint(ownAddress(), bound.getPort()), true)
                : new ReachableAddress(endpoint(address, bound.getPort()), false);
    }

    /// What the user says, with this port when no other is named.
    static Endpoint parse(String told, int port) {
        boolean bareSix = told.indexOf(':') != told.lastIndexOf(':') && !told.startsWith("[");
        if (bareSix) {
            return Endpoint.parse("[" + told + "]:" + port);
        }
        boolean named = told.lastIndexOf(':') > told.lastIndexOf(']');
        return Endpoint.parse(named ? told : told + ":" + port);
    }

    private static Endpoint endpoint(InetAddress address, int port) {
        return new Endpoint(address.getHostAddress(), port);
    }

    /// An address and not the host's name, which others often cannot look up.
    private static InetAddress ownAddress() {
        try {
            InetAddress ofName = InetAddress.getLocalHost();
            return isForOthers(ofName)
                    ? ofName
                    : ofInterfaces().orElse(InetAddress.getLoopbackAddress());
        } catch (IOException _) {
            return InetAddress.getLoopbackAddress();
        }
    }

    private static Optional<InetAddress> ofInterfaces() throws IOException {
        List<NetworkInterface> up =
                NetworkInterface.networkInterfaces().filter(ReachableAddress::isUp).toList();
        return up.stream()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(ReachableAddress::isForOthers)
                .min(Comparator.comparing(address -> !(address instanceof Inet4Address)));
    }

    private static boolean isUp(NetworkInterface network) {
        try {
            return network.isUp() && !network.isLoopback();
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean isForOthers(InetAddress address) {
        return Stream.of(
                        address.isLoopbackAddress(),
                        address.isLinkLocalAddress(),
                        address.isAnyLocalAddress())
                .noneMatch(is -> is);
    }
}
