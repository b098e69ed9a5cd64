package dev.manykitchens.core.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import java.util.OptionalInt;

class ChangeTest {

    @Test
    void numbersHaveBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Change.SetStoves(0))
                .withMessage("stoves must be from 1 to 10000, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Change.SetThreads(10_001))
                .withMessage("threads must be from 1 to 10000, was 10001");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Change.SetPrefetch(17))
                .withMessage("prefetch must be from 0 to 16, was 17");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Change.SetChunkJobs(OptionalInt.of(4097)))
                .withMessage("jobs of a chunk must be from 1 to 4096, was 4097");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Change.CancelBatch(0))
                .withMessage("the number of a batch must be at least 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Change.KillWorker(" "))
                .withMessage("the name of a worker must have at least one letter, was \" \"");
    }

    @Test
    void theMostAndTheLeastAreTaken() {
        assertThat(new Change.SetPrefetch(0).chunks()).isZero();
        assertThat(new Change.SetPrefetch(Change.SetPrefetch.MOST).chunks()).isEqualTo(16);
        assertThat(new Change.SetThreads(Change.SetThreads.MOST).count()).isEqualTo(10_000);
        assertThat(new Change.SetChunkJobs(OptionalInt.empty()).most()).isEmpty();
    }

    @Test
    void aPoolWithoutControlsCanChangeNothing() {
        assertThat(PoolControls.NONE.possible()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PoolControls.NONE.make(new Change.SetStoves(2)))
                .withMessage("this pool can change nothing, was to change stoves");
    }
}
