package dev.manykitchens.coordinator.link;

import dev.manykitchens.proto.link.Dial;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerStreamTracer;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server with a certificate of its own that notes the metadata of every call that it gets.
final class Eavesdropper implements AutoCloseable {

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Server server;

    Eavesdropper(SslContext tls) throws IOException {
        server =
                NettyServerBuilder.forAddress(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .sslContext(tls)
                        .addStreamTracerFactory(
                                new ServerStreamTracer.Factory() {
                                    @Override
                                    public ServerStreamTracer newServerStreamTracer(
                                            String method, Metadata headers) {
                                        heard.add(method + " " + headers.get(Dial.AUTHORIZATION));
                                        return new ServerStreamTracer() {};
                                    }
                                })
                        .build()
                        .start();
    }

    int port() {
        return server.getPort();
    }

    List<String> heard() {
        return heard;
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
