package dev.manykitchens.coordinator.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.coordinator.dispatch.RecordedEvents;
import dev.manykitchens.coordinator.python.NeedsPython;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.BatchResult;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.core.recipe.Work;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/// What jobs in real Python take, measured while nothing else of this module runs.
@Isolated("measures processor time")
@Tag("jvm")
class PythonTimesTest {

    private final RecordedEvents events = new RecordedEvents();

    @BeforeEach
    void needsPython() {
        NeedsPython.assumePresent();
    }

    /// Under the GIL the jobs of two threads use no more processor time than passes on the wall,
    /// however busy the machine is; those of two processes use up to twice as much. Two threads of
    /// Java are the control: where not even they do, other programs have the cores.
    @Test
    void theGilLetsOnlyOneThreadComputeAndProcessesDoNotShareIt() {
        NeedsPython.assumeGilAndTwoCores();
        double ofThreads = 0;
        double ofProcesses = 0;
        double ofJava = 0;
        try (Cores threads = new Cores("python-threads:2");
                Cores processes = new Cores("python-processes:2");
                Cores java = new Cores("threads:2")) {
            for (int round = 0; round < 3 || (ofProcesses < 1.5 && round < 12); round++) {
                ofThreads = Math.max(ofThreads, threads.used());
                ofProcesses = Math.max(ofProcesses, processes.used());
                ofJava = Math.max(ofJava, java.used());
            }
        }

        assertThat(ofThreads).as("cores that two threads used").isLessThan(1.15);
        if (ofProcesses < 1.3) {
            Assumptions.assumeTrue(
                    ofJava > 1.5, "needs two cores, other programs had one all the while");
        }
        assertThat(ofProcesses).as("cores that two processes used").isGreaterThan(1.3);
    }

    /// How many cores the jobs of a pool use at once.
    private static final class Cores implements AutoCloseable {

        private final RecordedEvents events = new RecordedEvents();
        private final Pool pool;

        Cores(String spec) {
            pool = Pools.open(PoolSpec.parse(spec), PoolOptions.defaults().withEvents(events));
        }

        double used() {
            int before = events.finished().size();
            BatchOptions computing = BatchOptions.DEFAULTS.withWork(Work.parse("cpu:15ms"));
            assertThat(
                            pool.run(PythonPoolTest.jobs(pool, "compute_square", 8, computing))
                                    .allSucceeded())
                    .isTrue();
            List<JobColumns> round = events.finished().stream().skip(before).toList();
            long began = PythonPoolTest.all(round, JobColumns::started).min().orElseThrow();
            long ended = PythonPoolTest.all(round, JobColumns::finished).max().orElseThrow();
            return (double) PythonPoolTest.all(round, JobColumns::cpuNanos).sum() / (ended - began);
        }

        @Override
        public void close() {
            pool.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"python-threads:2", "python-processes:2", "python-asyncio"})
    void everyStageOfAJobIsTimedAndTheStagesFollowEachOther(String spec) {
        try (Pool pool = open(spec)) {
            BatchResult result =
                    pool.run(PythonPoolTest.jobs(pool, "grade_paper", 4, BatchOptions.DEFAULTS));

            assertThat(result.allSucceeded()).isTrue();
            long cpu = 0;
            for (JobColumns jobs : events.finished()) {
                for (int row = 0; row < jobs.size(); row++) {
                    assertThat(
                                    LongStream.of(
                                            jobs.submitted()[row],
                                            jobs.assigned()[row],
                                            jobs.sent()[row],
                                            jobs.received()[row],
                                            jobs.started()[row],
                                            jobs.finished()[row],
                                            jobs.delivered()[row]))
                            .isSorted();
                    assertThat(Duration.ofNanos(jobs.waitNanos()[row]))
                            .isGreaterThanOrEqualTo(Duration.ofMillis(99));
                    long parts =
                            jobs.stoveNanos()[row]
                                    + jobs.cpuNanos()[row]
                                    + jobs.waitNanos()[row]
                                    + jobs.resourceNanos()[row];
                    // Each part is read from the clock by itself.
                    assertThat(parts)
                            .isLessThan(jobs.finished()[row] - jobs.started()[row] + 1_000_000);
                    cpu += jobs.cpuNanos()[row];
                }
            }
            // An amount of work, found by calibration on a machine that does other things too.
            assertThat(cpu / 4).isBetween(20_000_000L, 150_000_000L);
        }
    }

    private Pool open(String spec) {
        return Pools.open(PoolSpec.parse(spec), PoolOptions.defaults().withEvents(events));
    }
}
