package dev.manykitchens.core.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.event.RunEvent;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class VitalsBoardTest {

    private static final PoolWorker LOCAL = new PoolWorker("local", "here", 1, 1);
    private static final PoolWorker A = new PoolWorker("a", "there", 1, 4);
    private static final PoolWorker B = new PoolWorker("b", "elsewhere", 1, 4);
    private static final ProcessUsage HERE =
            new ProcessUsage(10, List.of(new ProcessMemory(LOCAL, 100)), OptionalLong.of(7));

    private final VitalsBoard board = new VitalsBoard();

    @Test
    void theNewestOfEachWorkerIsAddedToWhatWasReadHere() {
        board.put(told("a", 1, 500, 30));
        board.put(told("a", 2, 600, 40));
        board.put(told("b", 2, 700, 50));

        ProcessUsage usage = board.addTo(HERE, List.of(A, B)).orElseThrow();

        assertThat(usage.cpuNanos()).isEqualTo(10 + 40 + 50);
        assertThat(usage.residentBytes()).isEqualTo(100 + 600 + 700);
        assertThat(usage.hostBusyNanos()).isEmpty();
    }

    @Test
    void aWorkerThatWasReadHereCountsOnce() {
        board.put(told("a", 1, 500, 30));
        ProcessUsage withA =
                new ProcessUsage(
                        10,
                        List.of(new ProcessMemory(LOCAL, 100), new ProcessMemory(A, 450)),
                        OptionalLong.of(7));

        assertThat(board.addTo(withA, List.of(A)).orElseThrow().residentBytes()).isEqualTo(550);
    }

    @Test
    void nothingIsKnownWhileOneHasNotTold() {
        board.put(told("a", 1, 500, 30));

        assertThat(board.addTo(HERE, List.of(A, B))).isEqualTo(Optional.empty());
    }

    @Test
    void onlyWhatIsToldAfterTheMomentEndsTheWait() throws Exception {
        board.put(told("a", 5, 500, 30));
        assertThat(board.await(List.of(A), 5, Duration.ofMillis(1))).isFalse();

        CompletableFuture<Boolean> waits =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return board.await(List.of(A), 5, Duration.ofSeconds(30));
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
        board.put(told("a", 6, 500, 30));

        assertThat(waits.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whoIsGoneIsForgotten() {
        board.put(told("a", 1, 500, 30));
        board.forget("a");

        assertThat(board.clockErrorNanos()).isZero();
        assertThat(board.addTo(HERE, List.of(A))).isEmpty();
    }

    private static RunEvent.WorkerMeasured told(String worker, long at, long bytes, long cpu) {
        return new RunEvent.WorkerMeasured(at, worker, bytes, cpu, 0, 9, 0, 0);
    }
}
