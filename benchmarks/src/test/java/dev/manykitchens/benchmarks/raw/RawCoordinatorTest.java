package dev.manykitchens.benchmarks.raw;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

@Tag("jvm")
class RawCoordinatorTest {

    private static final long[] NUMBERS = LongStream.range(0, 5_000).toArray();
    private static final long[] SQUARES = LongStream.of(NUMBERS).map(n -> n * n).toArray();

    /// A yardstick that loses or mixes up jobs would be fast.
    @Test
    void everyWayGivesEverySquareInOrder() throws Exception {
        try (RawCoordinator coordinator = RawCoordinator.open(2)) {
            for (int column : new int[] {1, 64, 1024}) {
                assertThat(RawMap.run(coordinator, column, NUMBERS)).isEqualTo(SQUARES);
            }

            RawSubmits submits = new RawSubmits(coordinator);
            assertThat(submits.withoutFutures(NUMBERS)).isEqualTo(SQUARES);
            List<CompletableFuture<Long>> futures = new ArrayList<>();
            for (long number : NUMBERS) {
                futures.add(submits.submit(number));
            }
            assertThat(futures.stream().mapToLong(CompletableFuture::join).toArray())
                    .isEqualTo(SQUARES);

            RawCalls calls = new RawCalls(coordinator);
            assertThat(LongStream.range(0, 10).map(calls::square).toArray())
                    .isEqualTo(LongStream.range(0, 10).map(n -> n * n).toArray());
        }
    }
}
