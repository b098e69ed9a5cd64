package dev.manykitchens.core.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.pool.PoolSpec;

import org.junit.jupiter.api.Test;

import java.util.OptionalInt;
import java.util.stream.Stream;

class CostTest {

    @Test
    void workersOfAClusterCostMoreThanAnythingHereAndMoreOfThemCostMore() {
        assertThat(
                        Stream.of(
                                        "threads:10000",
                                        "processes:256x4",
                                        "cluster:1",
                                        "cluster:3",
                                        "cluster")
                                .map(CostTest::of))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void howManyOfThemIsKnownUnlessItIsAll() {
        assertThat(of("cluster:3").workersElsewhere()).isEqualTo(OptionalInt.of(3));
        assertThat(of("cluster").workersElsewhere()).isEmpty();
        assertThat(of("cluster").isElsewhere()).isTrue();
        assertThat(of("processes:256").isElsewhere()).isFalse();
    }

    private static Cost of(String pool) {
        return Cost.of(PoolSpec.parse(pool), 2);
    }
}
