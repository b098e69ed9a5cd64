package dev.manykitchens.report.simulation;

import dev.manykitchens.report.run.IntervalEntry;
import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.SimulationEntry;
import dev.manykitchens.report.text.Figures;
import dev.manykitchens.report.text.TextTable;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/// The table of a simulation: one row a pool, the best first; pools that cannot keep up last. A
/// figure after ± is half of the 95 % interval of the mean over replications.
public final class SimulationTable {

    private SimulationTable() {}

    /// A pool and what was simulated of it.
    private record Line(PoolEntry pool, SimulationEntry said) {

        double headline(boolean open) {
            return said.complaint() != null
                    ? Double.POSITIVE_INFINITY
                    : Figures.orNaN((open ? said.response() : said.elapsed()).mean());
        }
    }

    /// The table, with lines of at most `width` characters where that can be.
    ///
    /// @param open whether jobs keep coming whatever becomes of those before: then pools are ranked
    ///   by their response, otherwise by the time until all jobs are done
    public static String of(List<PoolEntry> pools, boolean open, int width) {
        List<Line> lines =
                pools.stream()
                        .flatMap(pool ->
                                Stream.ofNullable(pool.simulation())
                                        .map(said -> new Line(pool, said)))
                        .sorted(Comparator.comparingDouble(line -> line.headline(open)))
                        .toList();
        return columns(lines, open).render(lines, width);
    }

    private static TextTable<Line> columns(List<Line> lines, boolean open) {
        TextTable<Line> table = new TextTable<>();
        table.text("pool", TextTable.ALWAYS, line -> line.pool().pool());
        if (!open) {
            table.figure("time", TextTable.ALWAYS, time(SimulationEntry::elapsed));
        }
        table.figure("response", open ? TextTable.ALWAYS : 4, time(SimulationEntry::response));
        table.figure("p50", 9, time(SimulationEntry::p50));
        table.figure("p99", open ? TextTable.ALWAYS : 6, time(SimulationEntry::p99));
        table.figure("wait", 7, time(SimulationEntry::waiting));
        if (lines.stream().anyMatch(line -> line.said().theory() != null)) {
            table.figure("theory", 3, SimulationTable::theory);
        }
        table.figure("speed-up (95 %)", 2, SimulationTable::speedUp);
        table.figure(
                "jobs/s",
                8,
                known(line -> Figures.rate(Figures.orNaN(line.pool().jobsPerSecond()))));
        table.figure(
                "in system",
                10,
                known(line -> Figures.amount(Figures.orNaN(line.said().inSystem().mean()))));
        table.figure("cores", 5, part(SimulationEntry::cores));
        table.figure("slots", 5, part(SimulationEntry::slots));
        TreeSet<String> resources = new TreeSet<>();
        lines.forEach(line -> resources.addAll(line.said().resources().keySet()));
        for (String resource : resources) {
            table.figure(resource, 5, part(said -> said.resources().get(resource)));
        }
        if (lines.stream().anyMatch(line -> line.said().late() != null)) {
            table.figure("late", TextTable.ALWAYS, part(SimulationEntry::late));
        }
        if (lines.stream().anyMatch(line -> line.pool().workersLost() > 0)) {
            table.figure(
                    "workers lost",
                    TextTable.ALWAYS,
                    known(line -> aRun(line, line.pool().workersLost())));
        }
        if (lines.stream().anyMatch(line -> line.pool().retried() > 0)) {
            table.figure(
                    "ran again",
                    TextTable.ALWAYS,
                    known(line -> aRun(line, line.pool().retried())));
        }
        if (lines.stream().anyMatch(line -> line.pool().failed() > 0)) {
            table.figure(
                    "failed", TextTable.ALWAYS, known(line -> aRun(line, line.pool().failed())));
        }
        if (lines.stream().anyMatch(line -> line.said().complaint() != null)) {
            table.text("keeps up", TextTable.ALWAYS, SimulationTable::keepsUp);
        }
        return table;
    }

    /// Files count over all replications; a table says what one of them is like.
    private static String aRun(Line line, int inAll) {
        return Figures.amount((double) inAll / Math.max(1, line.said().replications()));
    }

    private static String keepsUp(Line line) {
        return line.said().complaint() == null ? "yes" : "no";
    }

    private static String theory(Line line) {
        SimulationEntry.TheoryEntry theory = line.said().theory();
        return theory == null
                ? Figures.UNKNOWN
                : (theory.exact() ? "" : "≈ ") + Figures.time(theory.response());
    }

    private static String speedUp(Line line) {
        Double ratio = line.pool().speedup().ratio();
        Double low = line.pool().speedup().low();
        Double high = line.pool().speedup().high();
        if (ratio == null) {
            return Figures.UNKNOWN;
        }
        return low == null || high == null || low.equals(high)
                ? Figures.ratio(ratio)
                : "%s (%s to %s)"
                        .formatted(Figures.ratio(ratio), Figures.ratio(low), Figures.ratio(high));
    }

    private static Function<Line, String> time(Function<SimulationEntry, IntervalEntry> figure) {
        return known(line -> {
            IntervalEntry interval = figure.apply(line.said());
            return Figures.time(Figures.orNaN(interval.mean()), interval.halfWidth());
        });
    }

    private static Function<Line, String> part(
            Function<SimulationEntry, @Nullable IntervalEntry> figure) {
        return known(line -> {
            IntervalEntry interval = figure.apply(line.said());
            return interval == null
                    ? Figures.UNKNOWN
                    : Figures.percent(Figures.orNaN(interval.mean()));
        });
    }

    private static Function<Line, String> known(Function<Line, String> cell) {
        return line -> line.said().complaint() == null ? cell.apply(line) : Figures.UNKNOWN;
    }
}
