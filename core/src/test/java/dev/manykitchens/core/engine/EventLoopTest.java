package dev.manykitchens.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.fakes.Gate;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// In which order a loop does what there is to do. Its clock stands still unless a job moves it.
class EventLoopTest {

    private static final long MILLISECOND = 1_000_000;

    private final EngineThreads threads = new EngineThreads("loop");
    private final Gate done = new Gate();
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());

    // Confined to the loop once it has started.
    private long now = 17;
    private int jobs;
    private int begun;
    private long nanosToBegin;
    private Runnable afterFirst = () -> {};

    private final EventLoop loop = new EventLoop(threads, this::takeIn, () -> now);

    private boolean takeIn() {
        if (begun == jobs) {
            return false;
        }
        begun++;
        order.add("job " + begun);
        now += nanosToBegin;
        if (begun == 1) {
            afterFirst.run();
        }
        return true;
    }

    /// Otherwise all that wait first would begin to wait late, one after each computation of those
    /// whose wait is over.
    @Test
    void allThatIsThereBeginsBeforeATimerThatIsDue() throws Exception {
        jobs = 1_000;
        loop.post(() -> loop.postAt(now, () -> order.add("timer")));

        run();

        assertThat(order).hasSize(1_001).endsWith("job 999", "job 1000", "timer");
    }

    @Test
    void timersGetTheirTurnWhenWhatBeginsTakesLong() throws Exception {
        jobs = 4;
        nanosToBegin = 2 * MILLISECOND;
        loop.post(() -> loop.postAt(now, () -> order.add("timer")));

        run();

        assertThat(order).containsExactly("job 1", "job 2", "job 3", "timer", "job 4");
    }

    @Test
    void aJobThatTakesLongIsTheOnlyOneBeforeATimer() throws Exception {
        jobs = 3;
        nanosToBegin = Engines.LOOP_INTAKE_NANOS;
        loop.post(() -> loop.postAt(now, () -> order.add("timer")));

        run();

        assertThat(order).containsExactly("job 1", "timer", "job 2", "job 3");
    }

    /// It may be a batch of a higher priority, or that the pool is closed.
    @Test
    void whatIsPostedMeanwhileComesBeforeTheNextJob() throws Exception {
        jobs = 3;
        afterFirst = () -> loop.post(() -> order.add("post"));
        loop.post(() -> loop.postAt(now, () -> order.add("timer")));

        run();

        assertThat(order).containsExactly("job 1", "post", "job 2", "job 3", "timer");
    }

    @Test
    void timersGetTheirTurnBetweenPostsWithoutEnd() throws Exception {
        loop.post(() -> loop.postAt(now, () -> order.add("timer")));
        loop.post(
                new Runnable() {
                    @Override
                    public void run() {
                        now += MILLISECOND;
                        if (order.isEmpty()) {
                            loop.post(this);
                        }
                    }
                });

        run();

        assertThat(order).containsExactly("timer");
    }

    @Test
    void nothingBeginsOnALoopThatWasClosed() throws Exception {
        jobs = 10;
        afterFirst = loop::close;

        loop.start();
        threads.joinAll();

        assertThat(order).containsExactly("job 1");
    }

    /// Without it a service that cancels most of its long waits would keep them all until they are
    /// due.
    @Test
    void timersThatAreCancelledAreDropped() throws Exception {
        AtomicInteger left = new AtomicInteger();
        loop.post(() -> {
            long inAnHour = now + Duration.ofHours(1).toNanos();
            for (int i = 0; i < 10_000; i++) {
                loop.postAt(inAnHour, () -> {}).cancel();
            }
            left.set(loop.alarmsSet());
        });

        run();

        assertThat(left.get()).isLessThan(100);
    }

    @Test
    void timersRingInTheOrderOfTheirTimesAndThoseOfTheSameTimeAsTheyWereSet() throws Exception {
        loop.post(() -> {
            loop.postAt(now + 3 * MILLISECOND, () -> order.add("d"));
            loop.postAt(now + 2 * MILLISECOND, () -> order.add("c"));
            loop.postAt(now + MILLISECOND, () -> order.add("a"));
            loop.postAt(now + MILLISECOND, () -> order.add("b"));
            now += 3 * MILLISECOND;
        });

        run();

        assertThat(order).containsExactly("a", "b", "c", "d");
    }

    /// Runs the loop until it has done all there was to do.
    private void run() throws Exception {
        loop.post(() -> loop.postAt(now, this::openWhenAllHasBegun));
        loop.start();
        done.pass();
        loop.close();
        threads.joinAll();
    }

    private void openWhenAllHasBegun() {
        if (begun == jobs) {
            done.open();
        } else {
            loop.post(() -> loop.postAt(now, this::openWhenAllHasBegun));
        }
    }
}
