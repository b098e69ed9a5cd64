package dev.manykitchens.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.manykitchens.coordinator.link.WorkerHello;
import dev.manykitchens.core.control.Change;
import dev.manykitchens.core.control.PoolSettings;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.event.EventSink;

import org.junit.jupiter.api.Test;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class CoordinatorControlsTest {

    @Test
    void aWorkerWhoseStreamIsBrokenCannotBeDrainedAndNobodyIsToldThatItLeaves() {
        RecordedSupply supply = new RecordedSupply();
        supply.known.add("w1");
        FakeLink link = new FakeLink();
        try (Coordinator coordinator =
                Coordinator.start(DispatchOptions.DEFAULTS, Map.of(), EventSink.NONE, supply)) {
            CoordinatorControls controls =
                    coordinator.controls(
                            "the pool",
                            EnumSet.allOf(Change.Kind.class),
                            PoolSettings.UNKNOWN,
                            _ -> false);
            coordinator.inbox().joined(link, new WorkerHello("w1", "here", 42, 1, List.of()));
            coordinator.inbox().ended(link, Optional.of("connection reset"));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> controls.make(new Change.DrainWorker("w1")))
                    .withMessage(
                            "a worker must be within reach to be drained, w1 of the pool is not: its stream is broken, and it is lost unless it comes back");
        }
        assertThat(supply.said).contains("w1 stream broke").doesNotContain("w1 draining");
    }
}
