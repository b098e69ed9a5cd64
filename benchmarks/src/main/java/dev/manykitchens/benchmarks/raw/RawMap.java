package dev.manykitchens.benchmarks.raw;

import dev.manykitchens.benchmarks.raw.link.RawJobs;
import dev.manykitchens.benchmarks.raw.link.RawResults;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Many jobs in packed columns of one size, a bounded number of messages in flight, results
/// collected in order.
public final class RawMap {

    /// In flight at each worker: enough that it never waits, whatever the size of a message.
    private static final int JOBS_IN_FLIGHT = 16 << 10;

    private final RawCoordinator coordinator;
    private final int column;
    private final long[] numbers;
    private final long[] squares;
    private final CountDownLatch done = new CountDownLatch(1);

    // Confined to the event loop.
    private int sent;
    private int received;

    private RawMap(RawCoordinator coordinator, int column, long[] numbers) {
        this.coordinator = coordinator;
        this.column = column;
        this.numbers = numbers;
        squares = new long[numbers.length];
    }

    /// The square of each number.
    ///
    /// @param column how many jobs go in a message; 1 is one job a message
    public static long[] run(RawCoordinator coordinator, int column, long[] numbers)
            throws InterruptedException {
        RawMap map = new RawMap(coordinator, column, numbers);
        if (numbers.length > 0) {
            coordinator.onLoop(map::begin);
            map.done.await();
        }
        return map.squares;
    }

    private void begin() {
        List<RawStream> streams = coordinator.streams();
        streams.forEach(stream ->
                stream.receiveWith(results -> {
                    receive(results);
                    send(stream);
                }));
        int messages = Math.max(2, JOBS_IN_FLIGHT / column);
        for (int i = 0; i < messages; i++) {
            streams.forEach(this::send);
        }
    }

    private void send(RawStream stream) {
        int end = Math.min(numbers.length, sent + column);
        if (sent < end) {
            RawJobs.Builder jobs = RawJobs.newBuilder().setFirst(sent);
            for (int i = sent; i < end; i++) {
                jobs.addNumbers(numbers[i]);
            }
            sent = end;
            stream.send(jobs.build());
        }
    }

    private void receive(RawResults results) {
        int first = Math.toIntExact(results.getFirst());
        int count = results.getSquaresCount();
        for (int i = 0; i < count; i++) {
            squares[first + i] = results.getSquares(i);
        }
        received += count;
        if (received == numbers.length) {
            done.countDown();
        }
    }
}
