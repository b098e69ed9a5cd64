package dev.manykitchens.core.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.manykitchens.core.fakes.TestRecipe;
import dev.manykitchens.core.measurement.Deadlines;
import dev.manykitchens.core.measurement.LateJobs;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/// Users who wait for the end of their job, in virtual time.
class ClosedDriverTest {

    private static final long MILLIS = 1_000_000;

    @Test
    void eachUserThinksAfterTheEndOfItsJob() {
        // One user: 90 ms of thought and 10 ms of service make ten jobs a second.
        LoadMeasurement measured = load(1, 1, 100, Duration.ofSeconds(1), 90, 10);

        assertThat(measured.counts()).isEqualTo(new LoadCounts(1, 10, 10, 0, 0));
        assertThat(measured.response().p50()).isCloseTo(0.010, within(1e-5));
        assertThat(measured.keepingUp().answer()).isEqualTo(KeepingUp.Answer.CLOSED);
    }

    @Test
    void aSaturatedServerHoldsItsUsersBack() {
        // Five users without a thought and one server of 10 ms: each waits for the four others.
        LoadMeasurement measured = load(5, 1, 1_000, Duration.ofSeconds(1), 0, 10);

        assertThat(measured.counts().completed()).isEqualTo(100);
        assertThat(measured.counts().inSystemAtEnd()).isLessThanOrEqualTo(5);
        assertThat(measured.response().p50()).isCloseTo(0.050, within(0.002));
        assertThat(measured.counts().cancelled()).isZero();
    }

    @Test
    void itEndsWhenAllJobsHaveCome() {
        LoadMeasurement measured = load(3, 3, 12, Duration.ofHours(24), 90, 10);

        assertThat(measured.counts().offered()).isEqualTo(12);
        assertThat(measured.counts().seconds()).isCloseTo(0.390, within(0.005));
        assertThat(measured.response().count()).isEqualTo(12);
    }

    @Test
    void lateJobsAreCountedByClass() {
        // Every second job may take 5 ms, and takes 10.
        Deadlines deadlines =
                new Deadlines(
                        List.of("patient", "hasty"),
                        new long[] {Deadlines.NEVER_LATE, 5 * MILLIS},
                        new int[] {0, 1});

        LoadMeasurement measured =
                load(1, 1, 10, Duration.ofSeconds(10), () -> 90 * MILLIS, 10, deadlines);

        assertThat(measured.late().share()).isEqualTo(1);
        assertThat(measured.late().classes()).containsExactly(new LateJobs.OfClass("hasty", 5, 5));
    }

    private static LoadMeasurement load(
            int users, int servers, int jobs, Duration duration, long thinkMillis, long jobMillis) {
        return load(
                users,
                servers,
                jobs,
                duration,
                () -> thinkMillis * MILLIS,
                jobMillis,
                Deadlines.NONE);
    }

    private static LoadMeasurement load(
            int users,
            int servers,
            int jobs,
            Duration duration,
            LongSupplier thinking,
            long jobMillis,
            Deadlines deadlines) {
        LoadRecorder recorder = new LoadRecorder(jobs);
        QueueInVirtualTime pool =
                new QueueInVirtualTime(servers, _ -> jobMillis * MILLIS, recorder);
        ClosedDriver driver =
                new ClosedDriver(
                        new LoadJobs(TestRecipe.of((job, _) -> job).batch(3)),
                        jobs,
                        new LoadArrivals.Closed(users, () -> thinking, duration, "closed"),
                        duration,
                        Duration.ofSeconds(5),
                        recorder,
                        pool);
        LoadDriver.Trace trace = driver.drive(pool, () -> {});
        assertThat(driver.inSystem()).isZero();
        return LoadFold.measurement(
                driver.arrivals(), recorder, trace, new LoadFold.Aim(1, true, deadlines));
    }
}
