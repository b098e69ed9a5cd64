package dev.manykitchens.coordinator.link;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Listens, and keeps at most so many connections: one more is closed as soon as it is there,
/// before a byte of it is read. Whoever is in stays.
final class LimitedServerChannel extends NioServerSocketChannel {

    private static final Logger LOG = LoggerFactory.getLogger(LimitedServerChannel.class);

    private final int most;
    private final AtomicInteger open = new AtomicInteger();

    /// Confined to the transport's thread.
    private boolean told;

    /// @param most connections at once
    LimitedServerChannel(int most) {
        this.most = most;
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
        int before = accepted.size();
        int read = super.doReadMessages(accepted);
        for (int i = accepted.size() - 1; i >= before; i--) {
            Channel connection = (Channel) accepted.get(i);
            if (open.incrementAndGet() > most) {
                open.decrementAndGet();
                accepted.remove(i);
                // It is not registered with a loop, so it is closed without one.
                connection.unsafe().closeForcibly();
                tell();
            } else {
                var _ = connection.closeFuture().addListener(_ -> open.decrementAndGet());
            }
        }
        return read;
    }

    private void tell() {
        if (!told) {
            told = true;
            LOG.warn("connections are turned away, there are as many as may be most={}", most);
        }
    }
}
