package dev.manykitchens.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A dispatcher that goes on where another was, whose worker comes back.
class RestorationTest {

    private final Dispatcher dispatcher =
            new Dispatcher(DispatchOptions.DEFAULTS.withFirstLease(100));

    @Test
    void jobsThatWereCancelledWhileTheirWorkerWasAwayAreStoppedWhenItIsBack() {
        restore();
        dispatcher.on(new Input.JobCancelled(1, 1), 1);

        assertThat(comeBack())
                .contains(new Command.CancelJobs("w1", 7, List.of(1)))
                .filteredOn(Command.CancelJobs.class::isInstance)
                .hasSize(1);
    }

    @Test
    void aLeaseAllOfWhichWasCancelledIsStoppedWhole() {
        restore();
        dispatcher.on(new Input.BatchCancelled(1), 1);

        assertThat(comeBack()).contains(new Command.CancelJobs("w1", 7, List.of()));
    }

    @Test
    void nobodyIsToldToStopWhatIsWanted() {
        restore();

        assertThat(comeBack()).noneMatch(Command.CancelJobs.class::isInstance);
    }

    private void restore() {
        OpenWork.UnfinishedBatch batch =
                new OpenWork.UnfinishedBatch(
                        new Input.BatchSubmitted(1, "wait", 3, 3, 8, 0, false),
                        new BitSet(),
                        new BitSet(),
                        3,
                        List.of(),
                        List.of(new OpenWork.GivenLease(7, "w1", 0, 3, 1)));
        dispatcher.on(
                new Input.Restored(
                        new OpenWork(
                                List.of(),
                                List.of(new Input.WorkerJoined("w1", "here", 1, 1, Set.of())),
                                Map.of(),
                                List.of(batch))),
                0);
    }

    private List<Command> comeBack() {
        return dispatcher.on(new Input.WorkerReturned("w1", 1, List.of(7L), List.of()), 2);
    }
}
