package dev.manykitchens.coordinator.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.cookbook.ComputeSquare;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.BatchCollector;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.ValueType;

import org.junit.jupiter.api.Test;

class ClientBatchTest {

    private static final int JOBS = 6;

    private final ClientBatch batch =
            new ClientBatch(
                    1,
                    new Batch(
                            new ComputeSquare(),
                            Columns.of(Column.ofLongs(0, 1, 2, 3, 4, 5)),
                            BatchOptions.DEFAULTS),
                    0,
                    0,
                    new BatchCollector(ValueType.INTEGER, JOBS));

    @Test
    void jobsThatEndedBeforeTheStreamBrokeAreToldAsTheyEndedAndNotAsCancelled() {
        batch.succeed(0, Column.ofLongs(0, 1), (_, _) -> {});
        assertThat(batch.end(2, 1, Outcome.Kind.TIMED_OUT)).isPresent();
        assertThat(batch.end(3, 1, Outcome.Kind.CANCELLED)).isPresent();

        JobColumns told =
                batch.firstTold(
                                new RunEvent.JobsFinished(
                                        9,
                                        1,
                                        "none",
                                        JobColumns.unreported(
                                                0, 4, 0, Outcome.Kind.CANCELLED, 9, 9)),
                                10)
                        .orElseThrow()
                        .jobs();

        assertThat(told.kindOf(0)).isEqualTo(Outcome.Kind.SUCCEEDED);
        assertThat(told.kindOf(1)).isEqualTo(Outcome.Kind.SUCCEEDED);
        assertThat(told.kindOf(2)).isEqualTo(Outcome.Kind.FAILED);
        assertThat(told.kindOf(3)).isEqualTo(Outcome.Kind.CANCELLED);
        assertThat(told.attempt()).containsExactly(1, 1, 1, 1);
    }

    @Test
    void ofJobsWhoseTimesNobodyToldThoseThatSucceededAreNotCancelled() {
        batch.succeed(1, Column.ofLongs(1, 4), (_, _) -> {});

        assertThat(batch.untold(Outcome.Kind.CANCELLED))
                .contains(new ClientBatch.Untold(0, 1, Outcome.Kind.CANCELLED));
        assertThat(batch.untold(Outcome.Kind.CANCELLED))
                .contains(new ClientBatch.Untold(1, 2, Outcome.Kind.SUCCEEDED));
        assertThat(batch.untold(Outcome.Kind.CANCELLED))
                .contains(new ClientBatch.Untold(3, 3, Outcome.Kind.CANCELLED));
        assertThat(batch.untold(Outcome.Kind.CANCELLED)).isEmpty();
    }
}
