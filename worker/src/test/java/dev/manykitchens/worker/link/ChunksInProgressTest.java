package dev.manykitchens.worker.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.attempt.AttemptProgress;
import dev.manykitchens.core.event.JobStage;
import dev.manykitchens.proto.v1.JobsInProgress;

import org.junit.jupiter.api.Test;

class ChunksInProgressTest {

    private final ChunksInProgress jobs = new ChunksInProgress();

    @Test
    void aResourceIsNamedOnceHoweverManyAreInLineForIt() {
        waits(1, "1/oven");
        computes(2);
        waits(3, "1/till");
        waits(4, "1/oven");

        JobsInProgress message = jobs.message(100);

        assertThat(message.getResourcesList()).containsExactly("1/oven", "1/till");
        assertThat(message.getAwaitedList()).containsExactly(1, 0, 2, 1);
    }

    @Test
    void whereNobodyWaitsNothingIsSaidOfResources() {
        computes(1);

        JobsInProgress message = jobs.message(100);

        assertThat(message.getResourcesCount()).isZero();
        assertThat(message.getAwaitedCount()).isZero();
        assertThat(message.getStagesCount()).isEqualTo(1);
    }

    @Test
    void ofTooManyResourcesTheFirstAreNamed() {
        for (int i = 1; i <= 101; i++) {
            waits(i, "1/" + i);
        }

        JobsInProgress message = jobs.message(100);

        assertThat(message.getResourcesCount()).isEqualTo(100);
        assertThat(message.getAwaited(99)).isEqualTo(100);
        assertThat(message.getAwaited(100)).isZero();
    }

    @Test
    void jobsBeyondAThousandAreOnlyCounted() {
        for (int i = 0; i < 1_005; i++) {
            waits(i, "1/oven");
        }

        JobsInProgress message = jobs.message(100);

        assertThat(message.getInAll()).isEqualTo(1_005);
        assertThat(message.getAwaitedCount()).isEqualTo(1_000);
    }

    private void waits(long lease, String resource) {
        jobs.add(lease, new AttemptProgress(0, 1, 50, JobStage.RESOURCE, "its name"), resource);
    }

    private void computes(long lease) {
        jobs.add(lease, new AttemptProgress(0, 1, 50, JobStage.CPU, ""), "");
    }
}
