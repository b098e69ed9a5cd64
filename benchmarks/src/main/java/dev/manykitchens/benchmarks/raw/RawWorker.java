package dev.manykitchens.benchmarks.raw;

import dev.manykitchens.benchmarks.raw.link.RawJobs;
import dev.manykitchens.benchmarks.raw.link.RawResults;
import dev.manykitchens.benchmarks.raw.link.RawServiceGrpc;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The main class of a raw worker JVM: squares what comes until the stream ends.
public final class RawWorker {

    /// Where jobs run.
    public enum Place {
        /// On the transport's thread: as fast as can be, and deaf while a job takes long.
        TRANSPORT,
        /// On a thread of their own, as whoever does not know that all jobs are short must run
        /// them.
        THREAD
    }

    private final CountDownLatch ended = new CountDownLatch(1);
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    private final Executor jobs;

    private RawWorker(Place place) {
        jobs =
                switch (place) {
                    case TRANSPORT -> Runnable::run;
                    case THREAD -> thread;
                };
    }

    /// Works for the coordinator at a port of this machine.
    ///
    /// @param arguments the port; the place
    public static void main(String[] arguments) throws InterruptedException {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress(
                                new InetSocketAddress(
                                        InetAddress.getLoopbackAddress(),
                                        Integer.parseInt(arguments[0])))
                        .usePlaintext()
                        .directExecutor()
                        .build();
        RawWorker worker = new RawWorker(Place.valueOf(arguments[1]));
        Squares squares = worker.new Squares();
        squares.results = RawServiceGrpc.newStub(channel).work(squares);
        squares.opened.countDown();
        worker.ended.await();
        worker.thread.shutdown();
        channel.shutdownNow();
    }

    private final class Squares implements StreamObserver<RawJobs> {
        private final CountDownLatch opened = new CountDownLatch(1);
        private StreamObserver<RawResults> results = new Unopened();

        @Override
        public void onNext(RawJobs jobs) {
            awaitOpened();
            RawWorker.this.jobs.execute(() -> square(jobs));
        }

        private void square(RawJobs numbers) {
            RawResults.Builder answer = RawResults.newBuilder().setFirst(numbers.getFirst());
            for (int i = 0; i < numbers.getNumbersCount(); i++) {
                long number = numbers.getNumbers(i);
                answer.addSquares(number * number);
            }
            results.onNext(answer.build());
        }

        /// The first jobs may come before the call that opens the stream has returned.
        private void awaitOpened() {
            try {
                opened.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("a raw worker must not be interrupted, was", e);
            }
        }

        @Override
        public void onError(Throwable error) {
            ended.countDown();
        }

        @Override
        public void onCompleted() {
            results.onCompleted();
            ended.countDown();
        }
    }

    private static final class Unopened implements StreamObserver<RawResults> {
        @Override
        public void onNext(RawResults results) {}

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onCompleted() {}
    }
}
