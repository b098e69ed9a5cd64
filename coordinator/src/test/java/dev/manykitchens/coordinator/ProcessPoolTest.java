package dev.manykitchens.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.Pools;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;

@Tag("jvm")
class ProcessPoolTest {

    @Test
    void resultsComeInOrderOfSubmission() {
        try (Pool pool = Pools.open("processes:2")) {
            assertThat(pool.map("compute_square", List.of(1, 2, 3, 4)))
                    .containsExactly(1L, 4L, 9L, 16L);
        }
    }
}
