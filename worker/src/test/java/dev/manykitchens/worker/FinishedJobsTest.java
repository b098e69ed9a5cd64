package dev.manykitchens.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.cookbook.MakeBytes;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Value;

import org.junit.jupiter.api.Test;

class FinishedJobsTest {

    private static final long NOW = 1_000_000_000;

    private final FinishedJobs jobs =
            new FinishedJobs(
                    new BatchFacts.Known(
                            new MakeBytes(), BatchOptions.DEFAULTS, 1e6, NoResources.DESK),
                    0,
                    10);

    @Test
    void theyAreDueWhenTheyFillAMessageAndNoSooner() {
        for (int job = 1; job <= 4; job++) {
            assertThat(jobs.isDue(NOW)).as("before job %d", job).isFalse();
            add(1 << 20);
        }
        assertThat(jobs.isDue(NOW)).isTrue();
    }

    @Test
    void theyAreDueWhenTheOldestHasWaitedAndNoSooner() {
        add(1);

        assertThat(jobs.isDue(NOW + ChunkRun.FLUSH_AFTER.toNanos() - 1)).isFalse();
        assertThat(jobs.isDue(NOW + ChunkRun.FLUSH_AFTER.toNanos())).isTrue();
    }

    private void add(int bytes) {
        jobs.addUnbegun(new Outcome.Succeeded(Value.of(new byte[bytes])), NOW, NOW);
    }
}
