package dev.manykitchens.report.text;

import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.comparison.PoolMeasurement;
import dev.manykitchens.core.measurement.Split;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// Where the response time of a job went in each pool: the same columns for all kinds of pool, so
/// that waiting for the one stove and waiting for the wire stand side by side. A row adds up to its
/// last column.
public final class SplitTable {

    private SplitTable() {}

    private record Line(PoolMeasurement pool, Split split) {}

    /// The table, with lines of at most `width` characters where that can be.
    public static String of(ComparisonResult result, int width) {
        List<Line> lines =
                result.ranked().stream().map(pool -> new Line(pool, pool.split())).toList();
        TextTable<Line> table = new TextTable<>();
        table.text("pool", TextTable.ALWAYS, line -> line.pool().name());
        add(table, "queue", TextTable.ALWAYS, Split::queue);
        add(table, "encode", 9, Split::encode);
        add(table, "wire", 5, Split::wire);
        add(table, "stove", 2, Split::stove);
        add(table, "cpu", TextTable.ALWAYS, Split::cpu);
        add(table, "wait", TextTable.ALWAYS, Split::waiting);
        add(table, "return", 6, Split::returned);
        table.figure(
                "= response",
                TextTable.ALWAYS,
                line -> Figures.time(line.pool().responses().mean()));
        addWhenAny(table, lines, "core*", Split::core);
        addWhenAny(table, lines, "resource*", Split::resource);
        return table.render(lines, width);
    }

    /// What a part holds of something else stands behind the sum, to which it adds nothing.
    private static void addWhenAny(
            TextTable<Line> table, List<Line> lines, String header, ToDoubleFunction<Split> part) {
        if (lines.stream().anyMatch(line -> part.applyAsDouble(line.split()) > 0)) {
            add(table, header, 7, part);
        }
    }

    private static void add(
            TextTable<Line> table, String header, int rank, ToDoubleFunction<Split> part) {
        table.figure(header, rank, line -> Figures.time(part.applyAsDouble(line.split())));
    }
}
