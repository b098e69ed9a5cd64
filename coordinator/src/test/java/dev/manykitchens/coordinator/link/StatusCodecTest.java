package dev.manykitchens.coordinator.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.cluster.BatchRow;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.cluster.JobTotals;
import dev.manykitchens.proto.v1.GetStatusResponse;

import org.junit.jupiter.api.Test;

import java.util.List;

class StatusCodecTest {

    @Test
    void theCountsOfJobsComeBackAsTheyWere() {
        ClusterView view = view(new JobTotals(56, 1, 2, 3, 4, 5, 6, 10, 7, 8, 9));

        assertThat(StatusCodec.decode(StatusCodec.encode(view), 70)).isEqualTo(view);
    }

    @Test
    void anOlderCoordinatorThatDoesNotTellWhatHadEndedBeforeIsUnderstood() {
        ClusterView view = view(new JobTotals(56, 1, 2, 3, 4, 5, 6, 10, 7, 8, 9));
        GetStatusResponse older =
                StatusCodec.encode(view).toBuilder().clearSettledElsewhere().build();

        assertThat(StatusCodec.decode(older, 70).totals())
                .isEqualTo(new JobTotals(56, 0, 2, 3, 4, 5, 6, 10, 7, 8, 9));
    }

    @Test
    void aBatchComesBackWithTheJobsThatHadEndedBeforeItWasHandedInAgain() {
        BatchRow row = new BatchRow(7, 3, "bake", 58, 442, 5, 84, 2, 1, 0, 60);
        ClusterView view =
                new ClusterView(
                        70,
                        20,
                        "1.2",
                        false,
                        new JobTotals(500, 58, 350, 5, 84, 2, 1, 0, 0, 0, 0),
                        0,
                        List.of(),
                        List.of(row),
                        List.of());

        assertThat(StatusCodec.decode(StatusCodec.encode(view), 70).batches()).containsExactly(row);
    }

    private static ClusterView view(JobTotals totals) {
        return new ClusterView(70, 20, "1.2", true, totals, 3, List.of(), List.of(), List.of());
    }
}
