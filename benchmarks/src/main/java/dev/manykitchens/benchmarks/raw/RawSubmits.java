package dev.manykitchens.benchmarks.raw;

import dev.manykitchens.benchmarks.raw.link.RawJobs;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/// Single jobs from any thread in adaptive batches: whatever waits when the event loop comes to it
/// goes in one message, so that an idle system sends at once and a busy one sends fuller. No timer.
/// Thread-safe.
public final class RawSubmits {

    private static final int MOST_IN_MESSAGE = 512;
    private static final int MOST_IN_FLIGHT = 4096;

    private final RawCoordinator coordinator;
    private final Queue<RawJob> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();

    // Confined to the event loop.
    private final List<Line> lines;

    /// Takes jobs for all workers of a coordinator.
    public RawSubmits(RawCoordinator coordinator) {
        this.coordinator = coordinator;
        lines = coordinator.streams().stream().map(Line::new).toList();
    }

    /// The square of a number, later.
    public CompletableFuture<Long> submit(long number) {
        RawFuture job = new RawFuture(number);
        hand(job);
        return job;
    }

    /// The square of each number, each handed in by itself, without a future: what futures cost is
    /// the difference.
    public long[] withoutFutures(long[] numbers) throws InterruptedException {
        long[] squares = new long[numbers.length];
        CountDownLatch left = new CountDownLatch(numbers.length);
        for (int i = 0; i < numbers.length; i++) {
            hand(new Placed(numbers[i], i, squares, left));
        }
        left.await();
        return squares;
    }

    private void hand(RawJob job) {
        waiting.add(job);
        if (!woken.get() && woken.compareAndSet(false, true)) {
            coordinator.onLoop(this::drain);
        }
    }

    private void drain() {
        woken.set(false);
        while (!waiting.isEmpty()) {
            Line line = shortest();
            if (line.inFlight.size() >= MOST_IN_FLIGHT) {
                return;
            }
            line.fill();
        }
    }

    private Line shortest() {
        Line shortest = lines.getFirst();
        for (Line line : lines) {
            if (line.inFlight.size() < shortest.inFlight.size()) {
                shortest = line;
            }
        }
        return shortest;
    }

    /// A worker answers in order, so the jobs at it are a queue.
    private final class Line {
        private final RawStream stream;
        private final ArrayDeque<RawJob> inFlight = new ArrayDeque<>();

        Line(RawStream stream) {
            this.stream = stream;
            stream.receiveWith(results -> {
                for (int i = 0; i < results.getSquaresCount(); i++) {
                    inFlight.remove().squared(results.getSquares(i));
                }
                drain();
            });
        }

        void fill() {
            RawJobs.Builder jobs = RawJobs.newBuilder();
            for (int i = 0; i < MOST_IN_MESSAGE; i++) {
                RawJob job = waiting.poll();
                if (job == null) {
                    break;
                }
                inFlight.add(job);
                jobs.addNumbers(job.number());
            }
            stream.send(jobs.build());
        }
    }

    private record Placed(long number, int place, long[] squares, CountDownLatch left)
            implements RawJob {
        @Override
        public void squared(long square) {
            squares[place] = square;
            left.countDown();
        }
    }
}
