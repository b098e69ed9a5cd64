package dev.manykitchens.core.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.fakes.TestRecipe;
import dev.manykitchens.core.job.Outcome;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

class LoadDriverTest {

    private static final long MILLIS = 1_000_000;
    private static final LoadJobs JOBS = new LoadJobs(TestRecipe.of((job, _) -> job).batch(3));
    private static final int NO_LIMIT = 1_000_000;

    /// A job every ten milliseconds, for a second.
    private static final ArrivalSchedule EVERY_TEN_MILLIS =
            ArrivalSchedule.at(LongStream.range(0, 100).map(i -> i * 10 * MILLIS).toArray());

    private final LoadRecorder recorder = new LoadRecorder(100);
    private LoadDriver.Ending ending = LoadDriver.Ending.STOPPED;

    @Test
    void aFreePoolAnswersAfterTheTimeOfTheJob() {
        LoadMeasurement measured = load(job -> 3 * MILLIS);

        assertThat(ending).isEqualTo(LoadDriver.Ending.IN_TIME);
        assertThat(measured.counts()).isEqualTo(new LoadCounts(1.0, 100, 100, 0, 0));
        assertThat(measured.response().p50()).isCloseTo(0.003, within(1e-5));
        assertThat(measured.response().max()).isCloseTo(0.003, within(1e-5));
        assertThat(measured.service()).isEqualTo(measured.response());
        assertThat(measured.generator().late().max()).isZero();
        assertThat(measured.keepingUp().answer()).isEqualTo(KeepingUp.Answer.YES);
    }

    @Test
    void jobsThatCameDuringAStallHaveWaitedSinceTheirIntendedStart() {
        // A loop that waits for its turn would see one slow job in a hundred: the coordinated
        // omission of all that should have come meanwhile.
        QueueInVirtualTime.Script stall =
                new QueueInVirtualTime.Script() {
                    @Override
                    public long serviceNanos(int job) {
                        return MILLIS;
                    }

                    @Override
                    public long startNanos(int job) {
                        return job == 20 ? 500 * MILLIS : 0;
                    }
                };

        LoadMeasurement measured = load(stall);

        long waited = Arrays.stream(responses()).filter(nanos -> nanos > 5 * MILLIS).count();
        // Some more came soon after, and queued behind them.
        assertThat(waited).isEqualTo(54);
        // Job 21 came 10 ms after the stall began, and then 20 others were served one by one.
        assertThat(responses()[21]).isEqualTo((500 - 10 + 1) * MILLIS);
        assertThat(responses()[22]).isEqualTo((500 - 20 + 2) * MILLIS);
        assertThat(measured.response().p50()).isCloseTo(0.001, within(0.05));
        assertThat(measured.response().p90()).isCloseTo(0.4, within(0.02));
        assertThat(measured.service().max()).isCloseTo(0.001, within(1e-5));
        // The pool stood still, and not the generator.
        assertThat(measured.generator().late().max()).isZero();
        assertThat(measured.generator().handingIn()).isCloseTo(0.5, within(0.01));
    }

    @Test
    void aGeneratorThatOversleepsIsFoundOut() {
        QueueInVirtualTime pool = pool(job -> MILLIS, 1);
        pool.oversleep(4 * MILLIS);

        LoadMeasurement measured = run(pool, NO_LIMIT, Duration.ofSeconds(5));

        assertThat(measured.generator().late().p50()).isCloseTo(0.004, within(1e-5));
        assertThat(measured.response().p50()).isCloseTo(0.005, within(1e-5));
        assertThat(measured.service().p50()).isCloseTo(0.001, within(1e-5));
    }

    @Test
    void whatCameWhileTheGeneratorSleptWasLateByItsDoing() {
        // Otherwise only the first of them would count, and the others seem to be the pool's doing.
        HandIns handIns = new HandIns();

        // Two jobs are due at 0 and 10, and it wakes at 60; the pool takes 5 to take one.
        long first = handIns.come(0);
        long second = handIns.come(10);
        handIns.begin(0, 60, first);
        handIns.end(60, 65);
        handIns.begin(10, 65, second);
        handIns.end(65, 70);
        // This one is due while the pool takes the job before.
        handIns.begin(68, 70, handIns.come(68));
        handIns.end(70, 75);

        assertThat(handIns.late().getMaxValue()).isEqualTo(60);
        assertThat(handIns.late().getCountAtValue(50)).isEqualTo(1);
        assertThat(handIns.late().getCountAtValue(0)).isEqualTo(1);
        assertThat(handIns.takingNanos()).isEqualTo(15);
    }

    @Test
    void whatWaitsForAMoreUrgentJobWaitsForThePool() {
        HandIns handIns = new HandIns();

        // All three are due while the pool takes one from 0 to 50; the last is taken before the
        // first.
        handIns.begin(0, 0, handIns.come(0));
        handIns.end(0, 50);
        long first = handIns.come(10);
        long second = handIns.come(20);
        long urgent = handIns.come(30);
        handIns.begin(30, 50, urgent);
        handIns.end(50, 70);
        handIns.begin(10, 70, first);
        handIns.end(70, 80);
        // Only before this one the generator does something else.
        handIns.begin(20, 83, second);

        assertThat(handIns.late().getCountAtValue(0)).isEqualTo(3);
        assertThat(handIns.late().getMaxValue()).isEqualTo(3);
    }

    @Test
    void amongJobsThatAreLateTheMostUrgentIsHandedInFirstAndEachKeepsItsTimes() {
        int[] priorities = new int[100];
        priorities[5] = 1;
        priorities[7] = 2;
        List<Integer> handedIn = new ArrayList<>();
        // It takes as long to take a job as the job takes, as a pool of the caller's thread does.
        QueueInVirtualTime pool =
                pool(
                        new QueueInVirtualTime.Script() {
                            @Override
                            public long serviceNanos(int job) {
                                return job == 0 ? 75 * MILLIS : MILLIS;
                            }

                            @Override
                            public long startNanos(int job) {
                                return serviceNanos(job);
                            }
                        },
                        1);
        LoadJobs jobs =
                new LoadJobs(
                        TestRecipe.of((job, _) -> job).batch(100), new JobPriorities(priorities));
        LoadDriver driver =
                new LoadDriver(
                        jobs,
                        EVERY_TEN_MILLIS,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        NO_LIMIT,
                        recorder,
                        pool);

        LoadDriver.Trace trace =
                driver.drive(
                        batch -> {
                            handedIn.add((int) batch.arguments().row(0).longValue(0));
                            return pool.start(batch);
                        },
                        () -> {});

        assertThat(handedIn.subList(0, 9)).containsExactly(0, 7, 5, 1, 2, 3, 4, 6, 8);
        assertThat(recorder.deliveredNanos(7)).isEqualTo(76 * MILLIS);
        assertThat(recorder.deliveredNanos(5)).isEqualTo(77 * MILLIS);
        assertThat(recorder.deliveredNanos(1)).isEqualTo(78 * MILLIS);
        assertThat(trace.handIns().late().getMaxValue()).isZero();
    }

    @Test
    void aPoolOfHalfTheCapacityCannotKeepUp() {
        LoadMeasurement measured = load(job -> 20 * MILLIS);

        assertThat(measured.keepingUp().answer()).isEqualTo(KeepingUp.Answer.NO);
        assertThat(measured.hasSettled()).isFalse();
        assertThat(measured.counts().offeredPerSecond()).isEqualTo(100);
        assertThat(measured.counts().completedPerSecond()).isCloseTo(50, within(0.5));
        assertThat(measured.counts().inSystemAtEnd()).isEqualTo(50);
        assertThat(measured.counts().cancelled()).isZero();
        assertThat(measured.response().max()).isCloseTo(1.01, within(0.002));
    }

    @Test
    void theLoadStopsWhenTooManyJobsAreInTheSystem() {
        LoadMeasurement measured = run(pool(job -> 1_000 * MILLIS, 1), 30, Duration.ofSeconds(60));

        assertThat(ending).isEqualTo(LoadDriver.Ending.OVERFLOWED);
        assertThat(measured.counts().offered()).isEqualTo(31);
        assertThat(measured.counts().seconds()).isCloseTo(0.3, within(1e-9));
        assertThat(measured.counts().cancelled()).isEqualTo(31);
        assertThat(measured.keepingUp())
                .returns(KeepingUp.Answer.NO, KeepingUp::answer)
                .returns(true, KeepingUp::overflowed);
    }

    @Test
    void whatHasNotEndedAfterTheLimitIsCancelledAndHasWaitedAtLeastSoLong() {
        LoadMeasurement measured =
                run(pool(job -> 100 * MILLIS, 1), NO_LIMIT, Duration.ofSeconds(2));

        assertThat(ending).isEqualTo(LoadDriver.Ending.IN_TIME);
        // One job a tenth of a second, for three seconds.
        assertThat(measured.counts().cancelled()).isEqualTo(70);
        assertThat(measured.counts().completed()).isEqualTo(10);
        assertThat(measured.response().count()).isEqualTo(100);
        assertThat(measured.response().p90()).isGreaterThan(2.0);
        assertThat(measured.service().count()).isEqualTo(30);
    }

    @Test
    void jobsThatFailAreCountedAndNotTimed() {
        QueueInVirtualTime.Script failing =
                new QueueInVirtualTime.Script() {
                    @Override
                    public long serviceNanos(int job) {
                        return MILLIS;
                    }

                    @Override
                    public Outcome.Kind ending(int job) {
                        return job % 4 == 0 ? Outcome.Kind.FAILED : Outcome.Kind.SUCCEEDED;
                    }
                };

        LoadMeasurement measured = load(failing);

        assertThat(measured.counts().failed()).isEqualTo(25);
        assertThat(measured.counts().completed()).isEqualTo(100);
        assertThat(measured.response().count()).isEqualTo(75);
    }

    @Test
    void aPoolThatIsStoppedKeepsWhatCameSoFar() {
        QueueInVirtualTime pool = pool(job -> MILLIS, 1);
        LoadDriver[] driver = new LoadDriver[1];
        driver[0] = driver(pool, NO_LIMIT, Duration.ofSeconds(5));

        LoadDriver.Trace trace =
                driver[0].drive(
                        batch -> {
                            if (pool.nanoTime() >= 500 * MILLIS) {
                                driver[0].stop();
                            }
                            return pool.start(batch);
                        },
                        () -> {});

        assertThat(trace.ending()).isEqualTo(LoadDriver.Ending.STOPPED);
        LoadMeasurement measured = LoadFold.measurement(EVERY_TEN_MILLIS, recorder, trace);
        assertThat(measured.counts().offered()).isEqualTo(51);
        assertThat(measured.counts().cancelled()).isEqualTo(1);
        assertThat(measured.counts().completed()).isEqualTo(50);
    }

    @Test
    void anInterruptStopsTheLoad() {
        QueueInVirtualTime pool = pool(job -> MILLIS, 1);

        LoadDriver.Trace trace =
                driver(pool, NO_LIMIT, Duration.ofSeconds(5))
                        .drive(
                                batch -> {
                                    if (pool.nanoTime() >= 500 * MILLIS) {
                                        Thread.currentThread().interrupt();
                                    }
                                    return pool.start(batch);
                                },
                                () -> {});

        assertThat(Thread.interrupted()).isTrue();
        assertThat(trace.ending()).isEqualTo(LoadDriver.Ending.STOPPED);
        assertThat(trace.endNanos()).isEqualTo(500 * MILLIS);
    }

    @Test
    void jobsOfAnEarlierLoadAreNotCounted() {
        JobColumns row = JobColumns.allocate(1);
        row.kind()[0] = Outcome.Kind.SUCCEEDED.code();

        recorder.accept(new RunEvent.JobsFinished(5, 3, "local", row));
        recorder.accept(new RunEvent.BatchSubmitted(6, 40, "test_recipe", 1));
        recorder.accept(new RunEvent.JobsFinished(7, 39, "local", row));
        recorder.accept(new RunEvent.JobFailed(7, 39, 0, Outcome.CANCELLED));

        assertThat(recorder.ended()).isZero();
        assertThat(recorder.failures()).isEmpty();
    }

    @Test
    void aPoolWhoseNumbersHaveGapsIsRefused() {
        QueueInVirtualTime pool = pool(job -> MILLIS, 1);
        LoadDriver driver = driver(pool, NO_LIMIT, Duration.ofSeconds(5));

        assertThatThrownBy(() ->
                        driver.drive(
                                batch -> {
                                    var _ = pool.start(batch);
                                    return pool.start(batch);
                                },
                                () -> {}))
                .hasMessageStartingWith("a pool must number its batches one after the other");
    }

    @Test
    void aJobIsTheNextRowOfTheBatchWithNumbersOfItsOwn() {
        assertThat(JOBS.batch(0).arguments().row(0).longValue(0)).isZero();
        assertThat(JOBS.batch(4).arguments().row(0).longValue(0)).isEqualTo(1);
        assertThat(JOBS.batch(4).size()).isEqualTo(1);
        assertThat(JOBS.batch(1).options().seed()).isNotEqualTo(JOBS.batch(4).options().seed());
    }

    private LoadMeasurement load(QueueInVirtualTime.Script script) {
        return run(pool(script, 1), NO_LIMIT, Duration.ofSeconds(5));
    }

    private LoadMeasurement run(QueueInVirtualTime pool, int mostInSystem, Duration drain) {
        LoadDriver.Trace trace = driver(pool, mostInSystem, drain).drive(pool, () -> {});
        ending = trace.ending();
        return LoadFold.measurement(EVERY_TEN_MILLIS, recorder, trace);
    }

    private QueueInVirtualTime pool(QueueInVirtualTime.Script script, int servers) {
        return new QueueInVirtualTime(servers, script, recorder);
    }

    private LoadDriver driver(QueueInVirtualTime pool, int mostInSystem, Duration drain) {
        return new LoadDriver(
                JOBS, EVERY_TEN_MILLIS, Duration.ofSeconds(1), drain, mostInSystem, recorder, pool);
    }

    private long[] responses() {
        long[] nanos = new long[EVERY_TEN_MILLIS.size()];
        for (int job = 0; job < nanos.length; job++) {
            nanos[job] = recorder.deliveredNanos(job) - EVERY_TEN_MILLIS.offsetNanos(job);
        }
        return nanos;
    }
}
