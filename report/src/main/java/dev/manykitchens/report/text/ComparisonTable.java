package dev.manykitchens.report.text;

import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.comparison.PoolMeasurement;
import dev.manykitchens.core.comparison.Ratio;
import dev.manykitchens.core.measurement.Latency;

import java.util.List;
import java.util.function.ToIntFunction;

/// The table of a comparison: one row a pool, the fastest first.
public final class ComparisonTable {

    private ComparisonTable() {}

    /// One pool with what is computed for it once.
    private record Line(
            PoolMeasurement pool, Ratio speedUp, double efficiency, Latency responses) {}

    /// The table, with lines of at most `width` characters where that can be.
    public static String of(ComparisonResult result, int width) {
        List<Line> lines =
                result.ranked().stream()
                        .map(pool ->
                                new Line(
                                        pool,
                                        result.speedUp(pool),
                                        result.efficiency(pool),
                                        pool.responses()))
                        .toList();
        return columns(lines).render(lines, width);
    }

    private static TextTable<Line> columns(List<Line> lines) {
        TextTable<Line> table = new TextTable<>();
        table.text("pool", TextTable.ALWAYS, line -> line.pool().name());
        table.figure("wall time", TextTable.ALWAYS, ComparisonTable::wallTime);
        table.figure("jobs/s", 4, line -> Figures.rate(line.pool().jobsPerSecond()));
        table.figure("speed-up (95 %)", TextTable.ALWAYS, line -> speedUp(line.speedUp()));
        table.figure("efficiency", 5, line -> Figures.percent(line.efficiency()));
        table.figure("start-up", 6, ComparisonTable::startup);
        table.figure("p50", 7, line -> Figures.time(line.responses().p50()));
        table.figure("p99", 8, line -> Figures.time(line.responses().p99()));
        table.figure("overhead/job", 9, line -> Figures.time(line.pool().overhead()));
        table.figure("CPU", 11, ComparisonTable::cpu);
        table.figure("memory", 10, ComparisonTable::memory);
        addWhenAny(table, lines, "failed", PoolMeasurement::failed);
        addWhenAny(table, lines, "workers lost", PoolMeasurement::workersLost);
        addWhenAny(table, lines, "ran again", PoolMeasurement::retried);
        if (lines.stream().mapToInt(line -> line.pool().rounds().size()).distinct().count() > 1) {
            table.figure("rounds", 3, line -> Figures.count(line.pool().rounds().size()));
        }
        return table;
    }

    /// What went wrong is a column only when something did, and then one that is never left out.
    private static void addWhenAny(
            TextTable<Line> table,
            List<Line> lines,
            String header,
            ToIntFunction<PoolMeasurement> count) {
        if (lines.stream().anyMatch(line -> count.applyAsInt(line.pool()) > 0)) {
            table.figure(
                    header, TextTable.ALWAYS, line -> Figures.count(count.applyAsInt(line.pool())));
        }
    }

    private static String wallTime(Line line) {
        return Figures.time(line.pool().times().mean(), line.pool().times().stddev());
    }

    private static String startup(Line line) {
        return Figures.time(line.pool().startup().toNanos() / 1e9);
    }

    /// Less than a tick of the system's clock for processor time reads as none at all.
    private static String cpu(Line line) {
        double seconds = line.pool().cpuSeconds();
        return seconds == 0 ? Figures.UNKNOWN : Figures.time(seconds);
    }

    private static String memory(Line line) {
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
