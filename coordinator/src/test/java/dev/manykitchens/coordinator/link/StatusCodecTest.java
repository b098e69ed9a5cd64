package dev.manykitchens.coordinator.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.cluster.JobTotals;
import dev.manykitchens.proto.v1.GetStatusResponse;

import org.junit.jupiter.api.Test;

import java.util.List;

class StatusCodecTest {

    @Test
    void theCountsOfJobsComeBackAsTheyWere() {
        ClusterView view = view(new JobTotals(46, 1, 2, 3, 4, 5, 6, 7, 8, 9));

        assertThat(StatusCodec.decode(StatusCodec.encode(view), 70)).isEqualTo(view);
    }

    @Test
    void anOlderCoordinatorThatDoesNotTellWhatHadEndedBeforeIsUnderstood() {
        ClusterView view = view(new JobTotals(46, 1, 2, 3, 4, 5, 6, 7, 8, 9));
        GetStatusResponse older =
                StatusCodec.encode(view).toBuilder().clearSettledElsewhere().build();

        assertThat(StatusCodec.decode(older, 70).totals())
                .isEqualTo(new JobTotals(46, 0, 2, 3, 4, 5, 6, 7, 8, 9));
    }

    private static ClusterView view(JobTotals totals) {
        return new ClusterView(70, 20, "1.2", true, totals, 3, List.of(), List.of(), List.of());
    }
}
