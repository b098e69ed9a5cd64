package dev.manykitchens.core.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.JobFailedException;
import dev.manykitchens.core.job.Outcome;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

class JobFutureTest {

    private final HandDrivenPool pool = HandDrivenPool.create();

    @Test
    void itGivesTheValueWhenTheJobEnds() throws Exception {
        JobFuture square = pool.submit("compute_square", 12);
        assertThat(square.isDone()).isFalse();

        pool.awaitStarted().run(0);

        assertThat(square.get()).isEqualTo(144L);
        assertThat(square.isDone()).isTrue();
        assertThat(square.isCancelled()).isFalse();
        assertThat(square.state()).isEqualTo(Future.State.SUCCESS);
        assertThat(square.resultNow()).isEqualTo(144L);
    }

    @Test
    void joiningItNeedsNoCheckedException() throws Exception {
        JobFuture square = pool.submit("compute_square", 12);
        pool.awaitStarted().run(0);
        JobFuture failing = pool.submit("fail", "no flour");
        pool.awaitStarted().run(0);
        JobFuture cancelled = pool.submit("compute_square", 12);
        cancelled.cancel(true);

        assertThat(square.join()).isEqualTo(144L);
        assertThatExceptionOfType(JobFailedException.class)
                .isThrownBy(failing::join)
                .withMessageStartingWith("job 1 failed: no flour");
        assertThatExceptionOfType(CancellationException.class).isThrownBy(cancelled::join);
    }

    @Test
    void severalArgumentsMakeOneJobAndDefaultsMayBeLeftOut() throws Exception {
        JobFuture sum = pool.submit("sum_range", 0, 5);
        pool.awaitStarted().run(0);
        JobFuture served = pool.submit("serve_request");
        pool.awaitStarted().run(0);

        assertThat(sum.get()).isEqualTo(10L);
        assertThat(served.get()).isEqualTo("none");
    }

    @Test
    void waitingForItCanTimeOutAndTheJobGoesOn() throws Exception {
        JobFuture square = pool.submit("compute_square", 3);

        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> square.get(1, TimeUnit.MILLISECONDS));

        pool.awaitStarted().run(0);
        assertThat(square.get(1, TimeUnit.MINUTES)).isEqualTo(9L);
    }

    @Test
    void aFailedJobIsTheCauseOfAnExecutionException() throws Exception {
        JobFuture failing = pool.submit("fail", "no flour");
        pool.awaitStarted().run(0);

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(failing::get)
                .havingCause()
                .isInstanceOf(JobFailedException.class)
                .withMessage("job 1 failed: no flour (worker local, host here, PID 7, attempt 1)");
        assertThat(failing.state()).isEqualTo(Future.State.FAILED);
    }

    @Test
    void cancellingStopsTheJob() throws Exception {
        JobFuture square = pool.submit("compute_square", 3);
        HandDrivenPool.Started started = pool.awaitStarted();

        assertThat(square.cancel(false)).isTrue();

        assertThat(started.cancellations()).isEqualTo(1);
        assertThat(square.isCancelled()).isTrue();
        assertThat(square.isDone()).isTrue();
        assertThat(square.cancel(true)).isFalse();
        assertThatExceptionOfType(CancellationException.class).isThrownBy(square::get);
        assertThat(square.state()).isEqualTo(Future.State.CANCELLED);
    }

    @Test
    void cancellingAfterTheEndChangesNothing() throws Exception {
        JobFuture square = pool.submit("compute_square", 3);
        HandDrivenPool.Started started = pool.awaitStarted();
        started.run(0);

        assertThat(square.cancel(true)).isFalse();

        assertThat(square.get()).isEqualTo(9L);
        assertThat(started.cancellations()).isZero();
    }

    @Test
    void theOutcomeCompletesWhateverItIs() throws Exception {
        JobFuture square = pool.submit("compute_square", 3);
        Outcome timedOut = new Outcome.TimedOut(Duration.ofSeconds(1), HandDrivenPool.ORIGIN);

        pool.awaitStarted().end(0, timedOut);

        assertThat(square.outcome().toCompletableFuture()).isCompletedWithValue(timedOut);
    }

    @Test
    void randomNumbersDifferFromCallToCallUnlessASeedIsGiven() throws Exception {
        pool.submit("wait", "1s..3s").cancel(true);
        pool.submit("wait", "1s..3s").cancel(true);
        BatchOptions seeded = BatchOptions.DEFAULTS.withSeed(5);
        pool.submit("wait", List.of("1s..3s"), seeded).cancel(true);

        assertThat(seedOfNext()).isNotEqualTo(seedOfNext());
        assertThat(seedOfNext()).isEqualTo(5);
    }

    @Test
    void whatDoesNotFitIsRefusedAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pool.submit("compute_square"))
                .withMessage("compute_square needs the argument n (an integer), job 1 has none");
    }

    private long seedOfNext() throws InterruptedException {
        return pool.awaitStarted().batch().options().seed();
    }
}
