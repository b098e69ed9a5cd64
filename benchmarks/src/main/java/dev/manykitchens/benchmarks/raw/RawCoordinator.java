package dev.manykitchens.benchmarks.raw;

import dev.manykitchens.benchmarks.raw.link.RawJobs;
import dev.manykitchens.benchmarks.raw.link.RawResults;
import dev.manykitchens.benchmarks.raw.link.RawServiceGrpc;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.stub.StreamObserver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The coordinator of a raw prototype: a gRPC server on one event loop, and worker JVMs with a
/// stream each. Everything that is measured runs on that loop.
///
/// Used by one mode at a time: [RawMap], [RawSubmits] or [RawCalls].
public final class RawCoordinator implements AutoCloseable {

    /// Those of real workers that concern the speed: it is the dispatch that is compared.
    private static final List<String> WORKER_FLAGS = List.of("-XX:+UseSerialGC", "-Xmn32m");

    private static final long START_SECONDS = 30;
    private static final long LEAVE_SECONDS = 5;

    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    private final BlockingQueue<RawStream> opened = new LinkedBlockingQueue<>();
    private final List<RawStream> streams = new ArrayList<>();
    private final List<Process> workers = new ArrayList<>();
    private final Server server;

    private RawCoordinator() throws IOException {
        server =
                NettyServerBuilder.forAddress(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .channelType(NioServerSocketChannel.class)
                        .bossEventLoopGroup(loop)
                        .workerEventLoopGroup(loop)
                        .directExecutor()
                        .addService(new Service())
                        .build()
                        .start();
    }

    /// Starts worker JVMs that run jobs on their transport's thread, and returns when the stream of
    /// each is open.
    ///
    /// @throws IllegalStateException when they do not come
    public static RawCoordinator open(int workers) throws IOException, InterruptedException {
        return open(workers, RawWorker.Place.TRANSPORT);
    }

    /// The same with jobs in a place.
    public static RawCoordinator open(int workers, RawWorker.Place place)
            throws IOException, InterruptedException {
        RawCoordinator coordinator = new RawCoordinator();
        PlainJvm jvm = new PlainJvm(RawWorker.class, WORKER_FLAGS);
        for (int i = 0; i < workers; i++) {
            coordinator.workers.add(
                    jvm.toProcess("" + coordinator.server.getPort(), place.name()).start());
        }
        for (int i = 0; i < workers; i++) {
            RawStream stream = coordinator.opened.poll(START_SECONDS, TimeUnit.SECONDS);
            if (stream == null) {
                coordinator.close();
                throw new IllegalStateException(
                        "%d raw workers must join within %d s, %d did"
                                .formatted(workers, START_SECONDS, i));
            }
            coordinator.streams.add(stream);
        }
        return coordinator;
    }

    List<RawStream> streams() {
        return List.copyOf(streams);
    }

    /// Runs something on the event loop.
    void onLoop(Runnable action) {
        loop.execute(action);
    }

    @Override
    public void close() {
        onLoop(() -> streams.forEach(RawStream::end));
        try {
            for (Process worker : workers) {
                if (!worker.waitFor(LEAVE_SECONDS, TimeUnit.SECONDS)) {
                    worker.destroyForcibly();
                }
            }
        } catch (InterruptedException e) {
            workers.forEach(Process::destroyForcibly);
            Thread.currentThread().interrupt();
        }
        server.shutdownNow();
        var _ = loop.shutdownGracefully(0, LEAVE_SECONDS, TimeUnit.SECONDS);
    }

    private final class Service extends RawServiceGrpc.RawServiceImplBase {
        @Override
        public StreamObserver<RawResults> work(StreamObserver<RawJobs> jobs) {
            RawStream stream = new RawStream(jobs);
            opened.add(stream);
            return stream;
        }
    }
}
