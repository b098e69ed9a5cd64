package dev.manykitchens.report.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.manykitchens.report.RecordedRuns;
import dev.manykitchens.report.run.RunFile;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

class RunDiffTest {

    @Test
    void aRunShowsNoDifferenceFromItself() {
        RunFile run = RecordedRuns.read("whole");

        RunDiff diff = RunDiff.of(run, run);

        assertThat(diff.pools()).hasSize(11).noneMatch(change -> change.time().showsDifference());
        assertThat(diff.warnings()).isEmpty();
        assertThat(diff.slowerBy(0)).isEmpty();
    }

    @Test
    void onlyAnIntervalThatLiesWhollyAboveTripsTheGate() {
        RunFile before = run("threads:2", "1.0,1.01,0.99,1.0,1.02,0.98");
        RunFile slower = run("threads:2", "1.2,1.21,1.19,1.2,1.22,1.18");
        RunFile noisier = run("threads:2", "1.9,0.8,1.6,0.7,1.5,0.7");

        assertThat(RunDiff.of(before, slower).slowerBy(0.05))
                .extracting(RunDiff.Change::pool)
                .containsExactly("threads:2");
        assertThat(RunDiff.of(before, slower).slowerBy(0.25)).isEmpty();
        assertThat(RunDiff.of(before, noisier).slowerBy(0.05)).isEmpty();
        assertThat(RunDiff.of(slower, before).slowerBy(0)).isEmpty();
    }

    @Test
    void poolsOfOneRunAloneAreNamed() {
        RunFile whole = RecordedRuns.read("whole");
        RunFile one = run("sequential", "1.0,1.0");

        assertThat(RunDiff.of(one, whole).onlyAfter()).hasSize(10).contains("async");
        assertThat(RunDiff.of(whole, one).onlyBefore()).hasSize(10).contains("async");
        assertThat(RunDiff.of(one, whole).onlyBefore()).isEmpty();
    }

    @Test
    void runsWithoutAPoolInCommonAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunDiff.of(run("threads:2", "1.0,1.0"), run("async", "1.0,1.0")))
                .withMessage(
                        "runs must have a pool in common to be compared, these have none: the first has `threads:2`, the second `async`; run both on the same pools");
    }

    @Test
    void whatMakesRunsHardToCompareIsSaid() {
        List<String> warnings =
                RunDiff.of(RecordedRuns.read("whole"), RecordedRuns.read("failed")).warnings();

        assertThat(warnings)
                .containsExactly(
                        "recipe: serve_request before, wait after", "jobs: 40 before, 12 after");
    }

    @Test
    void poolsWithFailedJobsAreNotCompared() {
        RunFile failed = RecordedRuns.read("failed");

        assertThat(RunDiff.of(failed, failed).pools())
                .isNotEmpty()
                .allMatch(change -> Double.isNaN(change.time().ratio()));
    }

    private static double mean(String times) {
        return Arrays.stream(times.split(","))
                .mapToDouble(Double::parseDouble)
                .average()
                .orElseThrow();
    }

    /// A run of one pool with these times.
    static RunFile run(String pool, String times) {
        return RunFile.parse(
                """
                {"schema":"manykitchens.run/1","simulated":false,"created":"2026-11-20T20:00:00Z",
                "host":{"os":"Linux","jvm":"25","cpu":"","cores":2,"effective_processors":2,"memory_bytes":0},
                "scenario":{"recipe":"wait","work":"own","time_scale":1.0,"seed":1,"attempts":3},"jobs":4,
                "comparison":{"rounds":6,"min_time":0,"max_time":10,"seed":1,"partial":false},
                "pools":[{"pool":"%s","rounds":6,"times":[%s],"mean":%s,"speedup":{},"response":{},"split":{}}],
                "verdict":{"words":[]}}
                """
                        .formatted(pool, times, mean(times)),
                "a test");
    }
}
