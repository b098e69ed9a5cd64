package dev.manykitchens.coordinator.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.coordinator.dispatch.RecordedEvents;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.BatchResult;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Named resources whose permits all worker JVMs share.
@Tag("jvm")
class SharedResourceTest {

    private static final int JOBS = 100;

    private final RecordedEvents events = new RecordedEvents();

    @Test
    void aSharedResourceNeverHasTwoHolders(@TempDir Path folder) {
        BatchResult result = use(ResourceSpec.shared(1), folder);

        assertThat(result.failures().toList()).isEmpty();
        assertThat(result.objects().stream().distinct().toList())
                .as("both processes had it")
                .hasSize(2);
        List<RunEvent.ResourceUsed> uses = events.all(RunEvent.ResourceUsed.class);
        assertThat(uses).hasSize(JOBS).allMatch(use -> use.permits() == 1);
        assertThat(uses).allMatch(use -> use.heldNanos() >= 2_000_000);
        assertThat(uses.stream().mapToLong(RunEvent.ResourceUsed::waitNanos).max().orElse(0))
                .isGreaterThan(1_000_000);
    }

    @Test
    void withAPermitInEachKitchenTheTwoDoMeet(@TempDir Path folder) {
        // What the test above would look like if permits were not shared: else it could not fail.
        BatchResult result = use(ResourceSpec.inEachKitchen(1), folder);

        assertThat(result.failures().toList()).isNotEmpty();
    }

    private BatchResult use(ResourceSpec press, Path folder) {
        String[] folders = new String[JOBS];
        Arrays.fill(folders, folder.toString());
        try (Pool pool =
                Pools.open(
                        PoolSpec.parse("processes:2x2"),
                        PoolOptions.defaults()
                                .withEvents(events)
                                .withResources(Map.of("press", press)))) {
            return pool.run(
                    new Batch(
                            pool.recipes().get("use_press"),
                            Columns.of(new Column.Texts(folders)),
                            BatchOptions.DEFAULTS));
        }
    }
}
