package dev.manykitchens.report.text;

import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.comparison.PoolMeasurement;
import dev.manykitchens.core.comparison.Ratio;
import dev.manykitchens.core.measurement.Latency;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/// The table of a comparison: one row a pool, the fastest first.
public final class ComparisonTable {

    private ComparisonTable() {}

    /// One row: a pool that was measured, with what is computed for it once, or one that was
    /// predicted.
    private sealed interface Line {
        boolean canBeCompared();

        double mean();
    }

    private record Measured(
            PoolMeasurement pool, Ratio speedUp, double efficiency, Latency responses)
            implements Line {
        @Override
        public boolean canBeCompared() {
            return pool.isComparable();
        }

        @Override
        public double mean() {
            return pool.times().mean();
        }
    }

    private record Predicted(PredictedRow pool) implements Line {
        @Override
        public boolean canBeCompared() {
            return !Double.isNaN(pool.mean());
        }

        @Override
        public double mean() {
            return pool.mean();
        }
    }

    /// The table, with lines of at most `width` characters where that can be.
    public static String of(ComparisonResult result, int width) {
        return of(result, List.of(), width);
    }

    /// The table with pools that were not measured among the others, where their times are; their
    /// names tell them.
    ///
    /// @param predicted by a simulation
    public static String of(ComparisonResult result, List<PredictedRow> predicted, int width) {
        List<Line> lines = new ArrayList<>();
        for (PoolMeasurement pool : result.ranked()) {
            lines.add(
                    new Measured(
                            pool, result.speedUp(pool), result.efficiency(pool), pool.responses()));
        }
        for (PredictedRow pool : predicted) {
            Line line = new Predicted(pool);
            int place = 0;
            while (place < lines.size() && !isBefore(line, lines.get(place))) {
                place++;
            }
            lines.add(place, line);
        }
        return columns(lines).render(lines, width);
    }

    private static boolean isBefore(Line line, Line other) {
        return line.canBeCompared() && (!other.canBeCompared() || line.mean() < other.mean());
    }

    private static TextTable<Line> columns(List<Line> lines) {
        TextTable<Line> table = new TextTable<>();
        table.text("pool", TextTable.ALWAYS, of(line -> line.pool().name(), PredictedRow::name));
        table.figure(
                "wall time",
                TextTable.ALWAYS,
                of(ComparisonTable::wallTime, pool -> Figures.time(pool.mean(), pool.stddev())));
        table.figure(
                "jobs/s",
                4,
                of(
                        line -> Figures.rate(line.pool().jobsPerSecond()),
                        pool -> Figures.rate(pool.jobsPerSecond())));
        table.figure(
                "speed-up (95 %)",
                TextTable.ALWAYS,
                of(line -> speedUp(line.speedUp()), pool -> speedUp(pool.speedUp())));
        table.figure(
                "efficiency",
                5,
                of(
                        line -> Figures.percent(line.efficiency()),
                        pool -> Figures.percent(pool.efficiency())));
        table.figure("start-up", 6, measured(ComparisonTable::startup));
        table.figure(
                "p50",
                7,
                of(line -> Figures.time(line.responses().p50()), pool -> Figures.time(pool.p50())));
        table.figure(
                "p99",
                8,
                of(line -> Figures.time(line.responses().p99()), pool -> Figures.time(pool.p99())));
        table.figure("overhead/job", 9, measured(line -> Figures.time(line.pool().overhead())));
        table.figure("CPU", 11, measured(ComparisonTable::cpu));
        table.figure("memory", 10, measured(ComparisonTable::memory));
        addWhenAny(table, lines, "failed", PoolMeasurement::failed);
        addWhenAny(table, lines, "workers lost", PoolMeasurement::workersLost);
        addWhenAny(table, lines, "ran again", PoolMeasurement::retried);
        if (measured(lines).mapToInt(line -> line.pool().rounds().size()).distinct().count() > 1) {
            table.figure("rounds", 3, measured(line -> Figures.count(line.pool().rounds().size())));
        }
        return table;
    }

    private static Function<Line, String> of(
            Function<Measured, String> measured, Function<PredictedRow, String> predicted) {
        return line ->
                switch (line) {
                    case Measured row -> measured.apply(row);
                    case Predicted(PredictedRow pool) -> predicted.apply(pool);
                };
    }

    private static Function<Line, String> measured(Function<Measured, String> cell) {
        return of(cell, _ -> Figures.UNKNOWN);
    }

    private static Stream<Measured> measured(List<Line> lines) {
        return lines.stream().filter(Measured.class::isInstance).map(Measured.class::cast);
    }

    /// What went wrong is a column only when something did, and then one that is never left out.
    private static void addWhenAny(
            TextTable<Line> table,
            List<Line> lines,
            String header,
            ToIntFunction<PoolMeasurement> count) {
        if (measured(lines).anyMatch(line -> count.applyAsInt(line.pool()) > 0)) {
            table.figure(
                    header,
                    TextTable.ALWAYS,
                    measured(line -> Figures.count(count.applyAsInt(line.pool()))));
        }
    }

    private static String wallTime(Measured line) {
        return Figures.time(line.pool().times().mean(), line.pool().times().stddev());
    }

    private static String startup(Measured line) {
        return Figures.time(line.pool().startup().toNanos() / 1e9);
    }

    /// Less than a tick of the system's clock for processor time reads as none at all.
    private static String cpu(Measured line) {
        double seconds = line.pool().cpuSeconds();
        return seconds == 0 ? Figures.UNKNOWN : Figures.time(seconds);
    }

    private static String memory(Measured line) {
        return line.pool().memoryBytes().map(Figures::bytes).orElse(Figures.UNKNOWN);
    }

    private static String speedUp(Ratio ratio) {
        if (Double.isNaN(ratio.low()) || ratio.equals(Ratio.ONE)) {
            return Figures.ratio(ratio.ratio());
        }
        return "%s (%s to %s)"
                .formatted(
                        Figures.ratio(ratio.ratio()),
                        Figures.ratio(ratio.low()),
                        Figures.ratio(ratio.high()));
    }
}
