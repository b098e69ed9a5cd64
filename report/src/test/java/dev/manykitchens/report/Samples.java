package dev.manykitchens.report;

import dev.manykitchens.core.comparison.ComparisonOptions;
import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.comparison.PoolMeasurement;
import dev.manykitchens.core.cost.BreakEven;
import dev.manykitchens.core.cost.ThreadCost;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.measurement.MeasuredRound;
import dev.manykitchens.core.measurement.PoolWorker;
import dev.manykitchens.core.measurement.ProcessMemory;
import dev.manykitchens.core.measurement.Round;
import dev.manykitchens.core.measurement.Split;
import dev.manykitchens.core.measurement.Timeline;
import dev.manykitchens.core.measurement.WarmUpOutcome;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;
import dev.manykitchens.report.run.HostFacts;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Measurements made by hand, for tests.
public final class Samples {

    public static final HostFacts HOST =
            new HostFacts("Linux 6.1 amd64", "Temurin 25.0.3", "", "", 4, 2, 8_000_000_000L);

    private static final WarmUpOutcome WARM_UP =
            new WarmUpOutcome(3, Optional.of(true), OptionalLong.of(2_500_000_000L), 4, 0);

    private Samples() {}

    /// `sequential` at about 2 s, `threads:2` at about 1 s, `async` with one round and nothing else
    /// known.
    public static ComparisonResult result() {
        return new ComparisonResult(
                batch("1", "2", "3", "4"),
                new ComparisonOptions(5, 2, Duration.ofSeconds(10), 1),
                List.of(
                        pool("sequential", OptionalInt.of(1), 2.0, 2.1, 1.9, 2.0, 2.0),
                        pool("threads:2", OptionalInt.of(2), 1.0, 1.01, 0.99, 1.0, 1.0),
                        pool("async", OptionalInt.empty(), 2.5)),
                ThreadCost.UNKNOWN,
                false);
    }

    public static PoolMeasurement pool(String spec, OptionalInt slots, double... seconds) {
        List<Round> rounds = Arrays.stream(seconds).mapToObj(Samples::round).toList();
        return new PoolMeasurement(
                spec,
                PoolSpec.parse(spec),
                slots,
                Duration.ofMillis(5),
                WARM_UP,
                rounds,
                Optional.of(new BreakEven.Above(0.00031, 0.00024, 0.0004)),
                Optional.of(timeline()));
    }

    public static Round round(double seconds) {
        return round(seconds, 0, 0, 0);
    }

    public static Round round(double seconds, int failed, int retried, int workersLost) {
        long wall = Math.round(seconds * 1e9);
        return new Round(
                wall,
                4 - failed,
                failed,
                retried,
                workersLost,
                new long[] {wall / 4, wall / 2, wall * 3 / 4, wall},
                new Split(4, 0.25, 0.001, 0.002, 0.003, 0.5, 0.004, 0.005, 0.001, 0.002),
                0.0015,
                Optional.of(wall),
                Optional.empty(),
                0,
                List.of(new ProcessMemory(new PoolWorker("local", "here", 4710, 4), 123_456_789L)));
    }

    /// Four jobs side by side, the last of them failed.
    private static Timeline timeline() {
        return new Timeline(
                3,
                4,
                1,
                2,
                List.of(
                        new Timeline.Lane("local", 1, List.of(bar(0, 0), bar(1, 0))),
                        new Timeline.Lane("local", 2, List.of(bar(2, 0), bar(3, 1)))),
                false);
    }

    private static Timeline.Bar bar(int job, int failed) {
        long start = job * 100_000_000L;
        return new Timeline.Bar(
                job, 1, failed, start, start + 80_000_000, 80_000_000, 70_000_000, 10_000_000);
    }

    /// A round of two jobs on the worker `kitchen-1`, which began 1 s and 3 s after 0 and ran 2 s
    /// each.
    public static MeasuredRound measuredRound() {
        JobColumns jobs = JobColumns.allocate(2);
        for (int row = 0; row < 2; row++) {
            jobs.job()[row] = row;
            jobs.attempt()[row] = row + 1;
            jobs.started()[row] = (1 + 2 * row) * 1_000_000_000L;
            jobs.finished()[row] = (3 + 2 * row) * 1_000_000_000L;
            jobs.delivered()[row] = jobs.finished()[row];
        }
        return new MeasuredRound(
                round(5),
                List.of(new RunEvent.JobsFinished(0, 1, "kitchen-1", jobs)),
                List.of(),
                List.of(new PoolWorker("kitchen-1", "there", 4711, 1)),
                true);
    }

    public static Batch batch(String... texts) {
        return new Batch(
                new Echo(),
                Columns.of(new Column.Texts(texts)),
                BatchOptions.DEFAULTS
                        .withWork(Work.parse("wait:50ms"))
                        .withTimeout(Duration.ofSeconds(3)));
    }

    private static final class Echo implements Recipe {
        @Override
        public String name() {
            return "echo";
        }

        @Override
        public String summary() {
            return "gives back what it takes";
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(Parameter.required("text", ValueType.TEXT, "what comes back"));
        }

        @Override
        public ValueType resultType() {
            return ValueType.TEXT;
        }

        @Override
        public Value result(Row arguments, JobContext context) {
            return arguments.value(0);
        }
    }
}
