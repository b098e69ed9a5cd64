package dev.manykitchens.core.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.fakes.ScriptedPool;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.measurement.MeasuredPool;
import dev.manykitchens.core.measurement.PoolOpening;
import dev.manykitchens.core.measurement.ProcessProbe;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.Work;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

class BreakEvenSearchTest {

    private final AtomicLong clock = new AtomicLong();

    /// One thread takes n·c, `k` workers take n/k·(c + h): equal at c = h / (k - 1).
    @ParameterizedTest
    @CsvSource({
        "2, 300000,   1e-3,   300e-6",
        "2, 300000,   1e-6,   300e-6",
        "2, 300000,   NaN,    300e-6",
        "4, 300000,   5e-3,   100e-6",
        "2, 4000,     4e-6,   4e-6",
        "2, 2000000,  20e-6,  2e-3",
    })
    void theSizeAtWhichOverheadEatsTheGainIsFound(
            int workers, long overheadNanos, double guess, double expected)
            throws InterruptedException {
        BreakEven found = search(workers, overheadNanos, guess);

        assertThat(found).isInstanceOf(BreakEven.Above.class);
        BreakEven.Above above = (BreakEven.Above) found;
        assertThat(above.seconds()).isCloseTo(expected, within(0.1 * expected));
        assertThat(above.low()).isEqualTo(above.seconds(), within(1e-9));
        assertThat(above.high()).isEqualTo(above.seconds(), within(1e-9));
    }

    /// Every third round on the pool takes three times as long: the mean gain at `c` is `k·c / (c +
    /// h) / (5/3)`, which a median would not see.
    @Test
    void roundsThatAreSlowNowAndThenCountAsOftenAsTheyHappen() throws InterruptedException {
        AtomicLong calls = new AtomicLong();

        BreakEven found =
                new BreakEvenSearch(pool("sequential", 1, _ -> 0), 64, 1)
                        .find(
                                pool(
                                        "threads:4",
                                        4,
                                        batch ->
                                                calls.getAndIncrement() / 4 % 3 == 0
                                                        ? 2 * cpuNanos(batch) + 3 * 100_000
                                                        : 100_000),
                                1e-3);

        assertThat(found).isInstanceOf(BreakEven.Above.class);
        BreakEven.Above above = (BreakEven.Above) found;
        double expected = 100e-6 / (4 / (5.0 / 3) - 1);
        assertThat(above.seconds()).isBetween(0.6 * expected, 1.6 * expected);
        assertThat(above.low()).isLessThan(above.seconds());
        assertThat(above.high()).isGreaterThan(above.seconds());
        assertThat(expected).isBetween(above.low(), above.high());
    }

    /// Code that is compiled while the search runs: the first figure is not the one that is told.
    @Test
    void passesFollowUntilTwoOfThemAgree() throws InterruptedException {
        AtomicLong calls = new AtomicLong();

        BreakEven found =
                new BreakEvenSearch(pool("sequential", 1, _ -> 0), 64, 1)
                        .find(
                                pool(
                                        "processes:2",
                                        2,
                                        _ ->
                                                calls.getAndIncrement() / 2 < 30
                                                        ? 2_000_000
                                                        : 100_000),
                                1e-3);

        assertThat(found).isInstanceOf(BreakEven.Above.class);
        BreakEven.Above above = (BreakEven.Above) found;
        assertThat(above.seconds()).isCloseTo(100e-6, within(10e-6));
        assertThat(above.high()).isLessThan(200e-6);
    }

    @Test
    void aPoolThatNeverPaysIsToldSo() throws InterruptedException {
        assertThat(search(2, 60_000_000, 20e-3)).isEqualTo(new BreakEven.Never(SizeLadder.LARGEST));
    }

    @Test
    void aSearchThatTakesTooLongEndsWithWhatItKnows() throws InterruptedException {
        BreakEven found = search(2, 900_000_000, 1e-3);

        assertThat(found).isInstanceOf(BreakEven.NotFound.class);
    }

    @Test
    void aPoolWithoutOverheadPaysFromTheSmallestJobsOn() throws InterruptedException {
        assertThat(search(2, 0, 1e-3)).isEqualTo(new BreakEven.Always(SizeLadder.SMALLEST));
    }

    @Test
    void nothingIsTriedWhereOneJobComputesAtATime() throws InterruptedException {
        for (String spec : List.of("threads:4+gil", "async", "sequential", "processes:1x4+gil")) {
            assertThat(
                            new BreakEvenSearch(pool("sequential", 1, _ -> 0), 32, 1)
                                    .find(pool(spec, 1, _ -> 0), 1e-3))
                    .isEqualTo(new BreakEven.OneAtATime());
        }
        assertThat(clock).hasValueLessThan(20_000_000);
    }

    private BreakEven search(int workers, long overheadNanos, double guess)
            throws InterruptedException {
        return new BreakEvenSearch(pool("sequential", 1, _ -> 0), 64, 1)
                .find(pool("threads:" + workers, workers, _ -> overheadNanos), guess);
    }

    /// @param overheadNanos what a job of a batch takes beside its CPU time; asked once a worker
    private MeasuredPool pool(String spec, int workers, ToLongFunction<Batch> overheadNanos)
            throws InterruptedException {
        List<String> names = IntStream.range(0, workers).mapToObj(i -> "w" + i).toList();
        return new PoolOpening(
                        (kind, events) ->
                                new ScriptedPool(kind, events, clock, names, _ -> 0)
                                        .jobsTake(batch ->
                                                cpuNanos(batch) + overheadNanos.applyAsLong(batch)),
                        ProcessProbe.NONE)
                .open(PoolSpec.parse(spec), EventSink.NONE);
    }

    private static long cpuNanos(Batch batch) {
        return ((Work.Computing) batch.options().work()).range().min().toNanos();
    }
}
