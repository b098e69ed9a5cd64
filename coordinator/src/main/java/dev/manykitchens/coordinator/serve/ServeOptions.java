package dev.manykitchens.coordinator.serve;

import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.pool.CoordinatorAddress;
import dev.manykitchens.proto.link.Endpoint;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How a coordinator is to be served.
///
/// @param listen `HOST:PORT`; port 0: any that is free
/// @param advertise under which `HOST` or `HOST:PORT` others reach it; empty: where it listens
/// @param state its state directory
/// @param data the directory of its journal; empty: it keeps none, and what clients submitted ends
///   with it
/// @param keep what of it is kept
/// @param certificates PEM files: of the authorities that vouch for whoever connects, who then must
///   show a certificate, and of what the coordinator shows instead of a certificate of its own
/// @param trustAuthorities whether tokens tell to trust the authorities of the certificate, instead
///   of this one certificate
/// @param insecure whether to do without TLS
public record ServeOptions(
        String listen,
        Optional<String> advertise,
        Path state,
        Optional<Path> data,
        Keep keep,
        CoordinatorAddress.Certificates certificates,
        boolean trustAuthorities,
        boolean insecure,
        DispatchOptions dispatch) {

    /// What is kept of finished batches.
    ///
    /// @param age so long after they were finished
    /// @param mostBytes as long as they take no more than so many bytes, the newest first
    public record Keep(Duration age, long mostBytes) {

        /// A week, and a GiB.
        public static final Keep USUAL = new Keep(Duration.ofDays(7), 1L << 30);
    }

    /// @throws IllegalArgumentException when certificates are given and not to be used, or half of
    ///   a pair is missing
    public ServeOptions {
        if (insecure && !certificates.equals(CoordinatorAddress.Certificates.NONE)) {
            throw new IllegalArgumentException(
                    "certificates are only shown over TLS, and --insecure does without it; leave one of them out");
        }
        if (certificates.certificate().isEmpty() != certificates.key().isEmpty()) {
            throw new IllegalArgumentException(
                    "a certificate and its key must be given together, only the %s was; add %s"
                            .formatted(
                                    certificates.key().isEmpty() ? "certificate" : "key",
                                    certificates.key().isEmpty() ? "--tls-key" : "--tls-cert"));
        }
        if (trustAuthorities && certificates.certificate().isEmpty()) {
            throw new IllegalArgumentException(
                    "--trust-authorities needs a certificate that an authority vouches for, the coordinator's own is vouched for by nobody; add --tls-cert and --tls-key, or leave it out");
        }
    }

    /// Where to listen.
    ///
    /// @param text `HOST:PORT`, the host as a name or an address of this host
    /// @throws IllegalArgumentException in one line when it is not that
    public static InetSocketAddress socketAddress(String text) {
        Endpoint endpoint = Endpoint.parse(text);
        try {
            return new InetSocketAddress(InetAddress.getByName(endpoint.host()), endpoint.port());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "the address to listen on must be one of this host, %s is not known"
                            .formatted(endpoint.host()),
                    e);
        }
    }
}
