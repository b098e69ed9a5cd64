package dev.manykitchens.core.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/// The machine may be shared: a neighbour on the other half of a core slows this one down in CPU
/// time too. So each claim about time is about a median of many jobs, and gets [#TRIES] chances.
@Isolated("measures processor time")
class CpuWorkTest {

    private static final int TRIES = 8;

    /// That of the JVM may have been measured while other tests were running.
    private static Calibration alone = new Calibration(1);

    @BeforeAll
    static void calibrate() {
        assumeTrue(ThreadCpuTime.isReadable(), "this JVM does not tell the CPU time of a thread");
        alone = CpuWork.measure();
    }

    @Test
    void anAmountTakesTheCpuTimeThatWasAskedFor() {
        Duration asked = Duration.ofMillis(10);
        long units = alone.unitsFor(asked);

        holdsOnce(() -> {
            double median = median(cpuNanosOfJobs(units, 15));
            return Math.abs(median / asked.toNanos() - 1) < 0.15;
        });
    }

    @Test
    void nineOfTenJobsStayWithinFivePercentOfTheMedian() {
        long units = alone.unitsFor(Duration.ofMillis(5));

        holdsOnce(() -> {
            long[] jobs = cpuNanosOfJobs(units, 41);
            double median = median(jobs);
            long near =
                    Arrays.stream(jobs).filter(job -> Math.abs(job / median - 1) < 0.05).count();
            return near * 10 >= jobs.length * 9L;
        });
    }

    @Test
    void twiceTheAmountTakesTwiceTheTime() {
        long units = alone.unitsFor(Duration.ofMillis(4));

        holdsOnce(() -> {
            double once = median(cpuNanosOfJobs(units, 15));
            double twice = median(cpuNanosOfJobs(2 * units, 15));
            return Math.abs(twice / once - 2) < 0.2;
        });
    }

    /// A loop that watches the wall clock would be done in the same wall time, however many share
    /// the cores, and would have used less CPU time for it.
    @Test
    void onCoresThatAreSharedAnAmountTakesLongerButNotMoreCpuTime() {
        int crowd = 4 * Runtime.getRuntime().availableProcessors();
        long units = alone.unitsFor(Duration.ofMillis(40));

        holdsOnce(() -> {
            AtomicLong wall = new AtomicLong();
            AtomicLong cpu = new AtomicLong();
            together(
                    crowd,
                    () -> {
                        long wallBefore = System.nanoTime();
                        long cpuBefore = ThreadCpuTime.nanos();
                        CpuWork.burn(units, () -> {});
                        cpu.addAndGet(ThreadCpuTime.nanos() - cpuBefore);
                        wall.addAndGet(System.nanoTime() - wallBefore);
                    });
            double asked = 40e6 * crowd;
            return wall.get() > 2 * asked && cpu.get() < 1.8 * asked && cpu.get() > 0.8 * asked;
        });
    }

    @Test
    void checkpointsComeBetweenSlicesOfSixtyFourUnits() {
        AtomicInteger checkpoints = new AtomicInteger();

        CpuWork.burn(64 * 10, checkpoints::incrementAndGet);

        assertThat(checkpoints).hasValue(9);
    }

    @Test
    void aSliceTakesAboutATenthOfAMillisecondOrLess() {
        double unitsPerSecond = CpuWork.calibration().unitsPerSecond();

        assertThat(64 / unitsPerSecond).isBetween(5e-6, 400e-6);
    }

    @Test
    void whatACheckpointThrowsEndsTheWork() {
        AtomicInteger checkpoints = new AtomicInteger();

        assertThatThrownBy(() ->
                        CpuWork.burn(
                                Long.MAX_VALUE,
                                () -> {
                                    if (checkpoints.incrementAndGet() == 3) {
                                        throw new IllegalStateException("enough");
                                    }
                                }))
                .hasMessage("enough");
    }

    @Test
    void noUnitsAreNoWork() {
        AtomicInteger checkpoints = new AtomicInteger();

        CpuWork.burn(0, checkpoints::incrementAndGet);

        assertThat(checkpoints).hasValue(0);
    }

    @Test
    void aCalibrationIsMadeOnce() {
        assertThat(CpuWork.calibration()).isSameAs(CpuWork.calibration());
    }

    @Test
    void unitsFollowTheDuration() {
        Calibration million = new Calibration(1e6);

        assertThat(million.unitsFor(Duration.ofMillis(50))).isEqualTo(50_000);
        assertThat(million.unitsFor(Duration.ofNanos(1_600))).isEqualTo(2);
        assertThat(million.unitsFor(Duration.ZERO)).isZero();
    }

    @Test
    void aMachineThatDoesNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Calibration(0))
                .withMessage("units of work per second must be above 0, were 0.0");
    }

    private static void holdsOnce(BooleanSupplier claim) {
        boolean held = false;
        for (int i = 0; i < TRIES && !held; i++) {
            held = claim.getAsBoolean();
        }
        assertThat(held).as("held in one of %d tries", TRIES).isTrue();
    }

    private static long[] cpuNanosOfJobs(long units, int jobs) {
        long[] nanos = new long[jobs];
        for (int i = 0; i < jobs; i++) {
            long before = ThreadCpuTime.nanos();
            CpuWork.burn(units, () -> {});
            nanos[i] = ThreadCpuTime.nanos() - before;
        }
        return nanos;
    }

    private static double median(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void together(int count, Runnable task) {
        CountDownLatch start = new CountDownLatch(1);
        Thread[] threads = new Thread[count];
        for (int i = 0; i < count; i++) {
            threads[i] =
                    Thread.ofPlatform()
                            .start(() -> {
                                awaitQuietly(start);
                                task.run();
                            });
        }
        start.countDown();
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
