package dev.manykitchens.core.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.fakes.ScriptedPool;
import dev.manykitchens.core.job.Outcome;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

class FoldsTest {

    private static final double NANO = 1e-9;

    @Test
    void gapsBeforeJobsAreOverheadAndTheIdleTailIsNot() {
        // slot 1: 10..100, 104..200, then idle for ever; slot 2: 20..150, 160..400
        JobColumns jobs =
                ScriptedPool.columns(
                        row(0, 10, 100), row(0, 20, 150), row(0, 104, 200), row(0, 160, 400));

        double overhead = SlotGaps.meanSeconds(List.of(finished("a", jobs)), true);

        assertThat(overhead).isCloseTo((10 + 20 + 4 + 10) / 4.0 * NANO, within(1e-15));
    }

    @Test
    void gapsAndRunTimesAddUpToTheTimeOfTheSlots() {
        JobColumns jobs =
                ScriptedPool.columns(
                        row(0, 10, 100), row(0, 20, 150), row(0, 104, 200), row(0, 160, 400));
        long run = 90 + 130 + 96 + 240;
        long slots = 200 + 400;

        double overhead = SlotGaps.meanSeconds(List.of(finished("a", jobs)), true);

        assertThat(overhead * 4 / NANO + run).isCloseTo((double) slots, within(1e-6));
    }

    @Test
    void eachWorkerHasItsOwnSlots() {
        // A slot of one worker that is free does not help a job at another.
        JobColumns first = ScriptedPool.columns(row(0, 5, 10), row(0, 50, 60));
        JobColumns second = ScriptedPool.columns(row(0, 5, 49));

        double overhead =
                SlotGaps.meanSeconds(List.of(finished("a", first), finished("b", second)), true);

        assertThat(overhead).isCloseTo((5 + 40 + 5) / 3.0 * NANO, within(1e-15));
    }

    @Test
    void withoutALimitAJobCountsFromTheStartBeforeIt() {
        // Sixty-four waits on an event loop all run side by side; the last did not cost 64 times as
        // much as the first.
        JobColumns jobs = ScriptedPool.columns(row(0, 3, 1003), row(0, 6, 1006), row(0, 9, 1009));

        double overhead = SlotGaps.meanSeconds(List.of(finished("a", jobs)), false);

        assertThat(overhead).isCloseTo(3 * NANO, within(1e-15));
    }

    @Test
    void jobsThatNeverRanHaveNoGap() {
        JobColumns jobs = ScriptedPool.columns(row(0, 7, 10), row(0, 0, 0));
        jobs.kind()[1] = Outcome.Kind.CANCELLED.code();

        assertThat(SlotGaps.meanSeconds(List.of(finished("a", jobs)), true))
                .isCloseTo(7 * NANO, within(1e-15));
        assertThat(SlotGaps.meanSeconds(List.of(), true)).isNaN();
    }

    @Test
    void thePartsOfTheSplitAddUpToTheResponse() {
        JobColumns jobs = JobColumns.allocate(1);
        jobs.submitted()[0] = 0;
        jobs.assigned()[0] = 100;
        jobs.sent()[0] = 103;
        jobs.received()[0] = 110;
        jobs.started()[0] = 120;
        jobs.finished()[0] = 220;
        jobs.delivered()[0] = 227;
        jobs.stoveNanos()[0] = 11;
        jobs.cpuNanos()[0] = 50;
        jobs.waitNanos()[0] = 20;
        jobs.resourceNanos()[0] = 13;

        Split split = Split.of(List.of(finished("a", jobs)));

        assertThat(split.queue()).isCloseTo(110 * NANO, within(1e-15));
        assertThat(split.encode()).isCloseTo(3 * NANO, within(1e-15));
        assertThat(split.wire()).isCloseTo(7 * NANO, within(1e-15));
        assertThat(split.stove()).isCloseTo(17 * NANO, within(1e-15));
        assertThat(split.cpu()).isCloseTo(50 * NANO, within(1e-15));
        assertThat(split.waiting()).isCloseTo(33 * NANO, within(1e-15));
        assertThat(split.resource()).isCloseTo(13 * NANO, within(1e-15));
        assertThat(split.core()).isCloseTo(6 * NANO, within(1e-15));
        assertThat(split.returned()).isCloseTo(7 * NANO, within(1e-15));
        double sum =
                split.queue()
                        + split.encode()
                        + split.wire()
                        + split.stove()
                        + split.cpu()
                        + split.waiting()
                        + split.returned();
        assertThat(sum).isCloseTo(227 * NANO, within(1e-15));
    }

    @Test
    void aProcessorsClockThatRunsAheadTakesNothingFromTheStove() {
        JobColumns jobs = ScriptedPool.columns(row(0, 10, 20));
        jobs.cpuNanos()[0] = 11;

        Split split = Split.of(List.of(finished("a", jobs)));

        assertThat(split.core()).isZero();
        assertThat(split.stove()).isZero();
        assertThat(split.cpu()).isCloseTo(11 * NANO, within(1e-15));
    }

    @Test
    void roundsWeighInTheSplitByTheirJobs() {
        Split one = Split.of(List.of(finished("a", ScriptedPool.columns(row(0, 10, 20)))));
        Split three =
                Split.of(
                        List.of(
                                finished(
                                        "a",
                                        ScriptedPool.columns(
                                                row(0, 50, 60), row(0, 50, 60), row(0, 50, 60)))));

        assertThat(Split.mean(List.of(one, three)).queue()).isCloseTo(40 * NANO, within(1e-15));
        assertThat(Split.mean(List.of()).queue()).isNaN();
    }

    @Test
    void onlyJobsThatSucceededHaveAResponseTime() {
        JobColumns jobs = ScriptedPool.columns(row(0, 10, 20), row(0, 0, 5));
        jobs.kind()[1] = Outcome.Kind.FAILED.code();
        jobs.attempt()[1] = 3;

        Round round =
                Round.of(
                        100,
                        List.of(finished("a", jobs)),
                        List.of(),
                        true,
                        0,
                        Optional.empty(),
                        Optional.empty());

        assertThat(round.succeeded()).isEqualTo(1);
        assertThat(round.failed()).isEqualTo(1);
        assertThat(round.retried()).isEqualTo(1);
        assertThat(round.responseNanos()).containsExactly(20);
        assertThat(round.cpuNanos()).isEmpty();
    }

    @Test
    void theProcessorTimeOfARoundIsThatOfProcessesThatWereThereThroughout() {
        ProcessUsage before = usage(100, 1000, 1, 2);

        Round round = usedFrom(before, usage(130, 1040, 1, 2, 3));

        assertThat(round.cpuNanos()).hasValue(30L);
        assertThat(round.othersNanos()).hasValue(10L);
    }

    @Test
    void whatALostWorkerUsedIsNotKnown() {
        RunEvent.WorkerChanged lost =
                new RunEvent.WorkerChanged(0, "w1", WorkerState.LOST, "exit code 3");

        assertNotKnown(usedFrom(usage(100, 1000, 1, 2), usage(130, 1040, 1, 2), lost));
    }

    @Test
    void whatAProcessUsedThatIsGoneIsNotKnown() {
        assertNotKnown(usedFrom(usage(100, 1000, 1, 2), usage(130, 1040, 1, 3)));
        assertNotKnown(usedFrom(usage(100, 1000, 1, 2), usage(60, 1040, 1, 2)));
    }

    private static void assertNotKnown(Round round) {
        assertThat(round.cpuNanos()).isEmpty();
        assertThat(round.othersNanos()).isEmpty();
    }

    private static Round usedFrom(
            ProcessUsage before, ProcessUsage after, RunEvent.WorkerChanged... changes) {
        return Round.of(
                100,
                List.of(finished("a", ScriptedPool.columns(row(0, 10, 20)))),
                List.of(changes),
                true,
                0,
                Optional.of(before),
                Optional.of(after));
    }

    private static ProcessUsage usage(long cpuNanos, long busyNanos, int... pids) {
        return new ProcessUsage(
                cpuNanos,
                Arrays.stream(pids)
                        .mapToObj(pid -> new ProcessMemory(new PoolWorker("w", "here", pid, 1), 1))
                        .toList(),
                OptionalLong.of(busyNanos));
    }

    @Test
    void percentilesAreValuesThatWereMeasured() {
        long[] nanos = new long[100];
        Arrays.setAll(nanos, i -> (100 - i) * 1_000_000_000L);

        Latency times = Latency.of(nanos);

        assertThat(times.count()).isEqualTo(100);
        assertThat(times.mean()).isCloseTo(50.5, within(1e-9));
        assertThat(times.p50()).isEqualTo(50.0);
        assertThat(times.p90()).isEqualTo(90.0);
        assertThat(times.p99()).isEqualTo(99.0);
        assertThat(times.p999()).isEqualTo(100.0);
        assertThat(times.max()).isEqualTo(100.0);
        assertThat(nanos[0]).as("the caller's array").isEqualTo(100_000_000_000L);
        assertThat(Latency.of().p50()).isNaN();
    }

    @Test
    void timesOfOneRoundHaveNoSpread() {
        assertThat(Times.of(2.0)).isEqualTo(new Times(2, Double.NaN, 2, 2, 2));
        assertThat(Times.of(1, 2, 3, 10).median()).isEqualTo(2.5);
        assertThat(Times.of(1, 2, 3, 4).stddev()).isCloseTo(1.2909944487358056, within(1e-12));
        assertThat(Times.of().mean()).isNaN();
    }

    private static long[] row(long submitted, long started, long finished) {
        return new long[] {submitted, started, finished};
    }

    private static RunEvent.JobsFinished finished(String worker, JobColumns jobs) {
        return new RunEvent.JobsFinished(0, 1, worker, jobs);
    }
}
