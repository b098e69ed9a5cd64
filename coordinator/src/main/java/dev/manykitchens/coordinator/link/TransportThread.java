package dev.manykitchens.coordinator.link;

import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;

import java.util.concurrent.ScheduledExecutorService;

/// The one thread on which a pool of this machine hears its workers. It may do more for the pool,
/// as long as it never waits.
public final class TransportThread implements AutoCloseable {

    private final EventLoopGroup group = CoordinatorServer.transport(1);
    private final EventLoop loop = group.next();

    /// Runs tasks on it, in the order in which they come.
    public ScheduledExecutorService tasks() {
        return loop;
    }

    EventLoopGroup group() {
        return group;
    }

    /// Ends it, and waits for that up to a few seconds.
    @Override
    public void close() {
        CoordinatorServer.end(group);
    }
}
