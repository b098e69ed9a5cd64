package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.comparison.ComparisonOptions;
import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.comparison.PoolMeasurement;
import dev.manykitchens.core.cookbook.ComputeSquare;
import dev.manykitchens.core.cost.BreakEven;
import dev.manykitchens.core.cost.ThreadCost;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.measurement.PoolWorker;
import dev.manykitchens.core.measurement.ProcessMemory;
import dev.manykitchens.core.measurement.Round;
import dev.manykitchens.core.measurement.Split;
import dev.manykitchens.core.measurement.WarmUpOutcome;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;
import dev.manykitchens.report.run.HostFacts;
import dev.manykitchens.report.run.Questions;
import dev.manykitchens.report.run.RunFile;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// All that a comparison prints, from recorded times. The texts are files under
/// `src/test/resources/compare`; with `-Dsnapshots=rewrite` they are written anew, to be looked at.
class CompareOutputTest {

    private static final int JOBS = 32;

    @Test
    void aComparisonOfKindsAndSizesIsToldInFull() throws IOException {
        matches(
                "kinds-and-sizes.txt",
                false,
                pool(
                        "sequential",
                        1,
                        0.0,
                        0,
                        Optional.of(new BreakEven.OneAtATime()),
                        1.02,
                        1.03,
                        1.02,
                        1.04,
                        1.03,
                        1.02),
                pool(
                        "threads:1",
                        1,
                        0.0,
                        0,
                        Optional.of(new BreakEven.OneAtATime()),
                        1.03,
                        1.03,
                        1.02,
                        1.03,
                        1.04,
                        1.02),
                pool(
                        "threads:2",
                        2,
                        0.0004,
                        0,
                        Optional.of(new BreakEven.Above(5.9e-6, 4e-6, 9.1e-6)),
                        0.53,
                        0.54,
                        0.53,
                        0.52,
                        0.53,
                        0.54),
                pool(
                        "threads:4",
                        4,
                        0.015,
                        0,
                        Optional.of(new BreakEven.Above(9.1e-6, 5e-6, 16e-6)),
                        0.53,
                        0.53,
                        0.54,
                        0.53,
                        0.52,
                        0.53),
                pool(
                        "processes:2",
                        2,
                        0.0009,
                        0,
                        Optional.of(new BreakEven.Above(0.00031, 0.00024, 0.0004)),
                        0.58,
                        0.6,
                        0.58,
                        0.57,
                        0.58,
                        0.59));
    }

    @Test
    void onePoolHasNothingToBeComparedWithAndNoAdvice() throws IOException {
        matches(
                "one-pool.txt",
                false,
                pool("async", 0, 0.0, 0, Optional.empty(), 1.02, 1.03, 1.02));
    }

    @Test
    void failedJobsAreNotCompared() throws IOException {
        matches(
                "failed-jobs.txt",
                false,
                pool("sequential", 1, 0.0, 0, Optional.empty(), 1.02, 1.03, 1.02, 1.04, 1.03, 1.02),
                pool("threads:2", 2, 0.0, 3, Optional.empty(), 0.3, 0.3, 0.3, 0.3, 0.3, 0.3));
    }

    @Test
    void whatIsCompleteIsShownOfAnInterruptedComparison() throws IOException {
        matches(
                "interrupted.txt",
                true,
                pool("sequential", 1, 0.0, 0, Optional.empty(), 1.02, 1.03),
                pool("threads:2", 2, 0.0, 0, Optional.empty(), 0.53),
                pool("virtual", 0, 0.0, 0, Optional.empty()));
    }

    private static void matches(String snapshot, boolean partial, PoolMeasurement... pools)
            throws IOException {
        ComparisonResult result =
                new ComparisonResult(
                        batch(),
                        ComparisonOptions.DEFAULTS,
                        List.of(pools),
                        new ThreadCost(OptionalLong.of(61_400), OptionalLong.of(1_120)),
                        partial);
        RunFile file =
                RunFile.of(
                        result,
                        new Questions(0.05, Optional.empty(), List.of(3, 8)),
                        new HostFacts("Linux", "OpenJDK 25", "", "", 2, 2, 8_000_000_000L),
                        "0.1.0",
                        "kitchen compare compute_square",
                        Instant.EPOCH);
        TestShell shell = TestShell.piped();
        CompareOutput output = new CompareOutput(shell.shell(), true);

        output.print(result, file);

        Path path = Path.of("src/test/resources/compare", snapshot);
        if (System.getProperty("snapshots", "").equals("rewrite")) {
            Files.writeString(path, shell.out());
        }
        assertThat(shell.out()).isEqualToNormalizingNewlines(Files.readString(path));
    }

    private static PoolMeasurement pool(
            String spec,
            int slots,
            double core,
            int failed,
            Optional<BreakEven> breakEven,
            double... seconds) {
        List<Round> rounds = Arrays.stream(seconds).mapToObj(s -> round(s, core, failed)).toList();
        return new PoolMeasurement(
                spec,
                PoolSpec.parse(spec),
                slots == 0 ? OptionalInt.empty() : OptionalInt.of(slots),
                Duration.ofMillis(1),
                new WarmUpOutcome(3, Optional.of(true), OptionalLong.of(1_400_000_000), JOBS, 0),
                rounds,
                breakEven,
                Optional.empty());
    }

    private static Round round(double seconds, double core, int failed) {
        long wall = Math.round(seconds * 1e9);
        long[] responses = new long[JOBS - failed];
        Arrays.setAll(responses, i -> wall * (i + 1) / responses.length);
        double mean = seconds * (responses.length + 1) / responses.length / 2;
        double run = 0.032 + core;
        return new Round(
                wall,
                responses.length,
                failed,
                0,
                0,
                responses,
                new Split(responses.length, mean - run, 0, 0, core, 0.032, 0, 0, core, 0),
                0.00004,
                Optional.of(1_040_000_000L),
                Optional.empty(),
                0,
                List.of(new ProcessMemory(new PoolWorker("local", "here", 4711, 2), 182_000_000)));
    }

    private static Batch batch() {
        return new Batch(
                new ComputeSquare(),
                Columns.of(Column.of(ValueType.INTEGER, Collections.nCopies(JOBS, Value.of(12)))),
                BatchOptions.DEFAULTS);
    }
}
