package dev.manykitchens.cli.scene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.pool.PoolSpec;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CastingTest {

    @ParameterizedTest
    @CsvSource({
        "processes:3, cluster:3",
        "processes:2x4, processes:2x4",
        "processes:4+gil, processes:4+gil",
        "threads:3, threads:3",
        "sequential, sequential"
    })
    void aClusterPlaysWhatWorkerJvmsOfOneThreadWould(String written, String plays) {
        assertThat(Casting.CLUSTER.of(PoolSpec.parse(written)).toString()).isEqualTo(plays);
        assertThat(Casting.AS_WRITTEN.of(PoolSpec.parse(written)).toString()).isEqualTo(written);
    }
}
