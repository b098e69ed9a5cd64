package dev.manykitchens.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.manykitchens.coordinator.link.DrainAnswer;
import dev.manykitchens.coordinator.link.WorkerHello;
import dev.manykitchens.core.control.Change;
import dev.manykitchens.core.control.PoolSettings;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;

import org.junit.jupiter.api.Test;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

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
            // Who asks by other ways hears the same.
            CompletableFuture<List<DrainAnswer>> answers = new CompletableFuture<>();
            coordinator.onLoop(() ->
                    answers.complete(
                            List.of(
                                    coordinator.workers().drain("w1", "the coordinator", "why not"),
                                    coordinator
                                            .workers()
                                            .drain("w2", "the coordinator", "why not"))));
            assertThat(answers.join())
                    .containsExactly(
                            new DrainAnswer.Refused(
                                    "a worker must be within reach to be drained, w1 of the coordinator is not: its stream is broken, and it is lost unless it comes back"),
                            new DrainAnswer.NotHere());
        }
        assertThat(supply.said).contains("w1 stream broke").doesNotContain("w1 draining");
    }

    @Test
    void ofAWorkerThatIsGoneItIsToldWhetherItWasKilledByHand() {
        RecordedSupply supply = new RecordedSupply();
        supply.known.addAll(List.of("w1", "w2"));
        RecordedEvents events = new RecordedEvents();
        try (Coordinator coordinator =
                Coordinator.start(DispatchOptions.DEFAULTS, Map.of(), events, supply)) {
            CoordinatorControls controls =
                    coordinator.controls(
                            "the pool",
                            EnumSet.allOf(Change.Kind.class),
                            PoolSettings.UNKNOWN,
                            "w1"::equals);
            for (String worker : supply.known) {
                coordinator
                        .inbox()
                        .joined(new FakeLink(), new WorkerHello(worker, "here", 42, 1, List.of()));
            }
            controls.make(new Change.KillWorker("w1"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> controls.make(new Change.KillWorker("w2")));

            CompletableFuture<Void> gone = new CompletableFuture<>();
            coordinator.onLoop(() -> {
                coordinator.workers().gone("w1", "exit code 137");
                coordinator.workers().gone("w2", "exit code 137");
                gone.complete(null);
            });
            gone.join();
        }

        assertThat(events.all(RunEvent.WorkerChanged.class))
                .filteredOn(change -> change.state() == WorkerState.LOST)
                .extracting(RunEvent.WorkerChanged::reason)
                .containsExactly("killed by hand: exit code 137", "exit code 137");
    }
}
