package dev.manykitchens.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchQueueTest {

    private final BatchQueue batch =
            new BatchQueue(
                    new Input.BatchSubmitted(1, "wait", 100, 3, 0, 0, false),
                    new Lane(new Submitter(0, 0), "wait"),
                    DispatchOptions.DEFAULTS);

    @Test
    void freshJobsAreTakenInOrder() {
        assertThat(batch.take(10)).isEqualTo(new Range(0, 10, 1, false));
        assertThat(batch.take(10)).isEqualTo(new Range(10, 10, 1, false));
        assertThat(batch.queued()).isEqualTo(80);
    }

    @Test
    void aChunkOfLargeJobsStaysSmallThoughItsSizerGoesOnWithSmallOnes() {
        long large = DispatchOptions.DEFAULTS.largestChunkBytes() / 2;
        Lane lane = new Lane(new Submitter(0, 0), "wait");
        BatchQueue first = gathered(lane, 1, large);
        gathered(lane, 2, 1);
        for (int i = 0; i < 100; i++) {
            first.sizer().observe(1, 1_000);
            first.sizer().finished(1);
        }

        assertThat(first.nextChunk(1)).isEqualTo(2);
    }

    private static BatchQueue gathered(Lane lane, long number, long longestJobBytes) {
        return new BatchQueue(
                new Input.BatchSubmitted(
                        number, "wait", 100, 3, longestJobBytes, 0, false, true, 0),
                lane,
                DispatchOptions.DEFAULTS);
    }

    @Test
    void whatCameBackIsTakenFirst() {
        batch.take(50);
        batch.putBack(new Range(20, 10, 1, false));

        assertThat(batch.take(6)).isEqualTo(new Range(20, 6, 1, false));
        assertThat(batch.take(6)).isEqualTo(new Range(26, 4, 1, false));
        assertThat(batch.take(6)).isEqualTo(new Range(50, 6, 1, false));
    }

    @Test
    void jobsAfterACrashAreTakenOneByOne() {
        batch.take(50);
        batch.putBack(new Range(20, 2, 2, true));

        assertThat(batch.nextIsSolo()).isTrue();
        assertThat(batch.take(6)).isEqualTo(new Range(20, 1, 2, true));
        assertThat(batch.take(6)).isEqualTo(new Range(21, 1, 2, true));
        assertThat(batch.nextIsSolo()).isFalse();
    }

    @Test
    void lastAttemptsAfterACrashWaitForAWorkerOfTheirOwn() {
        batch.take(50);
        batch.putBack(new Range(20, 2, 3, true));

        assertThat(batch.queued()).isEqualTo(50);
        assertThat(batch.queuedAlone()).isEqualTo(2);
        assertThat(batch.takeAlone()).isEqualTo(new Range(20, 1, 3, true));
        assertThat(batch.queuedAlone()).isEqualTo(1);
    }

    @Test
    void cancelledJobsAreSteppedOverWhereverTheyWait() {
        batch.take(50);
        batch.putBack(new Range(10, 5, 1, false));
        batch.putBack(new Range(20, 3, 3, true));
        batch.failQueued(10);
        batch.failQueued(12);
        batch.failQueued(20);
        batch.failQueued(51);

        assertThat(batch.queued()).isEqualTo(52);
        assertThat(batch.queuedAlone()).isEqualTo(2);
        assertThat(batch.take(9)).isEqualTo(new Range(11, 1, 1, false));
        assertThat(batch.take(9)).isEqualTo(new Range(13, 2, 1, false));
        assertThat(batch.take(9)).isEqualTo(new Range(50, 1, 1, false));
        assertThat(batch.take(9)).isEqualTo(new Range(52, 9, 1, false));
        assertThat(batch.takeAlone()).isEqualTo(new Range(21, 1, 3, true));
        assertThat(batch.failed()).isEqualTo(4);
    }

    @Test
    void whatIsUnsettledComesInRuns() {
        batch.take(100);
        batch.succeed(3);
        batch.succeed(4);
        batch.fail(9);

        assertThat(batch.unsettled(2, 11, 2, true))
                .containsExactly(
                        new Range(2, 1, 2, true),
                        new Range(5, 4, 2, true),
                        new Range(10, 1, 2, true));
        assertThat(batch.unsettled(3, 5, 2, true)).isEmpty();
    }

    @Test
    void isFinishedWhenEveryJobHasItsOutcome() {
        batch.take(1);
        batch.succeed(0);
        assertThat(batch.isFinished()).isFalse();

        batch.failAll();

        assertThat(batch.isFinished()).isTrue();
        assertThat(batch.succeeded()).isEqualTo(1);
        assertThat(batch.failed()).isEqualTo(99);
        assertThat(batch.queued()).isZero();
    }
}
