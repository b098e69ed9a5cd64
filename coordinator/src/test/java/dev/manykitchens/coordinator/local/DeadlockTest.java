package dev.manykitchens.coordinator.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Jobs of worker JVMs that take two resources in opposite orders: it is seen where the permits
/// are, at the coordinator or in the worker.
@Tag("jvm")
class DeadlockTest {

    private static final int TRIES = 50;
    private static final String[] OPPOSITE = {
        "use knife {wait 100ms; use board {wait 1ms}}",
        "use board {wait 100ms; use knife {wait 1ms}}"
    };

    @ParameterizedTest
    @CsvSource({"processes:2, SHARED", "processes:1x2, KITCHEN"})
    @Timeout(120)
    void oneOfTwoThatWouldWaitForEachOtherForEverFails(String spec, ResourceSpec.Scope scope) {
        ResourceSpec one = new ResourceSpec(1, scope);
        Optional<String> failure;
        try (Pool pool =
                Pools.open(
                        PoolSpec.parse(spec),
                        PoolOptions.defaults().withResources(Map.of("knife", one, "board", one)))) {
            // The second one may begin when the first one is done: then they try again.
            failure =
                    IntStream.range(0, TRIES)
                            .mapToObj(_ -> failures(pool))
                            .flatMap(List::stream)
                            .findFirst();
        }

        assertThat(failure).isPresent();
        assertThat(failure.get())
                .contains("deadlock: jobs would wait for each other for ever: job ")
                .containsPattern("job 1( on \\S+)? holds knife and waits for board")
                .containsPattern("job 2( on \\S+)? holds board and waits for knife");
    }

    private static List<String> failures(Pool pool) {
        return pool.run(
                        new Batch(
                                pool.recipes().get("follow_steps"),
                                Columns.of(new Column.Texts(OPPOSITE)),
                                BatchOptions.DEFAULTS))
                .failures()
                .map(failed -> failed.outcome().describe())
                .toList();
    }
}
