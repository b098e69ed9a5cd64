package dev.manykitchens.worker.link;

import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;

/// The one thread on which this process hears what any of its streams brings. It ends with the
/// process.
public final class Transport {

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(
                    1,
                    Thread.ofPlatform().daemon().name("worker-transport-", 0).factory(),
                    NioIoHandler.newFactory());

    EventLoopGroup group() {
        return group;
    }

    /// Runs something on its thread, when what that is just passing on is done with.
    public void execute(Runnable task) {
        group.execute(task);
    }
}
