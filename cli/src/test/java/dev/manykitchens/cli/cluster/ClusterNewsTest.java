package dev.manykitchens.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

final class ClusterNewsTest {

    private final List<String> said = new ArrayList<>();
    private final ClusterNews news = new ClusterNews(said::add);

    private void changed(WorkerState state, String reason) {
        news.accept(new RunEvent.WorkerChanged(1, "north", state, reason));
    }

    @Test
    void aWorkerThatGetsNothingIsWaitedForAndTheReasonSaysWhy() {
        changed(WorkerState.SUSPECT, "silent for 2.0 s");
        changed(WorkerState.SUSPECT, "its stream broke");
        changed(WorkerState.SUSPECT, "not heard yet since this coordinator began");
        changed(WorkerState.ACTIVE, "");

        assertThat(said)
                .containsExactly(
                        "north is waited for: silent for 2.0 s",
                        "north is waited for: its stream broke",
                        "north is waited for: not heard yet since this coordinator began");
    }

    @Test
    void whoLeavesSaysSoAndWhoIsLostSaysWhy() {
        changed(WorkerState.DRAINING, "somebody asked for it");
        changed(WorkerState.LEFT, "");
        changed(WorkerState.LOST, "silent for 5.0 s");

        assertThat(said)
                .containsExactly(
                        "north drains: somebody asked for it",
                        "north left",
                        "north was lost: silent for 5.0 s");
    }
}
