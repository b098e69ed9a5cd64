package dev.manykitchens.proto.link;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.stub.MetadataUtils;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

import javax.net.ssl.SSLException;

/// The way to a coordinator for whoever has a token: checks who answers, and shows the secret to
/// nobody else.
///
/// @param endpoints where it listens, or where those do of which one leads
/// @param token shown with every call, once the coordinator has proved who it is
/// @param files certificates of one's own; none for most
public record Dial(Endpoints endpoints, Token token, TlsFiles files) {

    /// The metadata that carries the secret, as `Bearer SECRET`.
    public static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    /// What stands before the secret.
    public static final String BEARER = "Bearer ";

    /// A channel logs each failure with its stack, a name that does not resolve once a second: who
    /// dials says it in a sentence. Held here, because loggers that nobody holds are forgotten.
    private static final Logger CHANNEL = Logger.getLogger("io.grpc.internal.ManagedChannelImpl");

    /// Where there are several coordinators, one that does not take a connection within so long is
    /// passed over.
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);

    /// Where there are several coordinators, the one that serves may be silent for this part of
    /// what it allows, and so long at least: longer than it takes another to lead.
    private static final int SILENCES_OF_SEVERAL = 3;

    private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(3);

    static {
        CHANNEL.setLevel(Level.OFF);
    }

    /// To the one coordinator there.
    public Dial(Endpoint only, Token token, TlsFiles files) {
        this(Endpoints.of(only), token, files);
    }

    /// Where the next channel leads.
    public Endpoint endpoint() {
        return endpoints.current();
    }

    /// For how long the coordinator that serves may say nothing before another stream is opened.
    /// Where there are several, one that was cut off looks like one that is busy, and another may
    /// lead already, so it is sooner: whoever comes back to the one that serves goes on there.
    ///
    /// @param allowed what the coordinator says
    public Duration silence(Duration allowed) {
        Duration sooner = allowed.dividedBy(SILENCES_OF_SEVERAL);
        if (sooner.compareTo(SHORTEST_SILENCE) < 0) {
            sooner = SHORTEST_SILENCE;
        }
        return endpoints.size() == 1 || sooner.compareTo(allowed) > 0 ? allowed : sooner;
    }

    /// The way to the next of the coordinators; the same way where there is one.
    public Dial next() {
        return new Dial(endpoints.next(), token, files);
    }

    /// Opens a channel to [#endpoint]. Nothing is connected before the first call.
    ///
    /// @param transport runs it; the caller ends it after the channel
    /// @throws IllegalArgumentException when a file of a certificate cannot be used, in one line
    public ManagedChannel open(EventLoopGroup transport) {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, BEARER + token.secret());
        NettyChannelBuilder channel =
                to(endpoint())
                        .eventLoopGroup(transport)
                        .channelType(NioSocketChannel.class)
                        .directExecutor()
                        .disableRetry()
                        .proxyDetector(_ -> null)
                        .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
                        .maxInboundMessageSize(Protocol.LARGEST_MESSAGE_BYTES)
                        .keepAliveTime(Protocol.KEEPALIVE.toNanos(), TimeUnit.NANOSECONDS)
                        .keepAliveTimeout(Protocol.KEEPALIVE.toNanos(), TimeUnit.NANOSECONDS);
        if (endpoints.size() > 1) {
            // Another may lead: one whose machine is gone is not to be waited for.
            channel.withOption(
                    ChannelOption.CONNECT_TIMEOUT_MILLIS,
                    Math.toIntExact(CONNECT_LIMIT.toMillis()));
        }
        SslContext tls = tls();
        if (tls != null) {
            channel.sslContext(tls);
        } else {
            channel.usePlaintext().intercept(new Unheard());
        }
        return channel.build();
    }

    /// A numeric address is taken as it is: looking it up takes time, and classes.
    private static NettyChannelBuilder to(Endpoint endpoint) {
        InetAddress literal;
        try {
            literal = InetAddress.ofLiteral(endpoint.host());
        } catch (IllegalArgumentException _) {
            return NettyChannelBuilder.forAddress(endpoint.host(), endpoint.port());
        }
        return NettyChannelBuilder.forAddress(new InetSocketAddress(literal, endpoint.port()));
    }

    private @Nullable SslContext tls() {
        if (token.trust() instanceof Trust.Nobody) {
            // Not even a look at what there is for TLS: that loads a native library and a tenth of
            // all classes.
            return null;
        }
        SslContextBuilder builder = GrpcSslContexts.forClient().protocols("TLSv1.3");
        switch (token.trust()) {
            case Trust.Nobody() -> throw new AssertionError("a stream without trust has no TLS");
            case Trust.Pinned pinned ->
                    builder.trustManager(new PinnedTrust(pinned))
                            // Whose certificate it is says the fingerprint: a name adds nothing.
                            .endpointIdentificationAlgorithm(null);
            case Trust.Authorities() ->
                    files.authorities()
                            .map(TlsFiles::readable)
                            .ifPresent(file -> builder.trustManager(file.toFile()));
        }
        files.requireTogether();
        try {
            if (files.certificate().isPresent() && files.key().isPresent()) {
                builder.keyManager(files.certificate().get().toFile(), files.key().get().toFile());
            }
            return builder.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "certificates and keys must be PEM files, keys as PKCS #8 without a password, were %s: %s"
                            .formatted(files, e.getMessage()),
                    e);
        }
    }
}
