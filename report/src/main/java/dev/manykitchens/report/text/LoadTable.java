package dev.manykitchens.report.text;

import dev.manykitchens.core.load.KeepingUp;
import dev.manykitchens.core.load.LoadMeasurement;
import dev.manykitchens.core.load.LoadResult;
import dev.manykitchens.core.load.LoadedPool;
import dev.manykitchens.core.measurement.Latency;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// The table of loads: one row a pool; those that keep up first, the quickest of them on top.
public final class LoadTable {

    /// Stands for a response time that depends on how long the load went on.
    static final String GROWS = "grows";

    private LoadTable() {}

    /// One row: a pool that had the load, or one for which it was predicted.
    private sealed interface Line {}

    private record Loaded(LoadedPool pool) implements Line {}

    private record Predicted(PredictedRow pool) implements Line {}

    /// The table, with lines of at most `width` characters where that can be.
    public static String of(LoadResult result, int width) {
        return of(result, List.of(), width);
    }

    /// The table with pools below that were not measured; their names tell them.
    ///
    /// @param predicted by a simulation
    public static String of(LoadResult result, List<PredictedRow> predicted, int width) {
        List<LoadedPool> pools = result.ranked();
        TextTable<Line> table = new TextTable<>();
        table.text(
                "pool",
                TextTable.ALWAYS,
                line ->
                        switch (line) {
                            case Loaded(LoadedPool pool) -> pool.pool().name();
                            case Predicted(PredictedRow pool) -> pool.name();
                        });
        table.figure("offered", 5, of(load -> Figures.rate(load.counts().offeredPerSecond())));
        table.figure("completed", 4, of(load -> Figures.rate(load.counts().completedPerSecond())));
        table.figure("response p50", TextTable.ALWAYS, response(Latency::p50, PredictedRow::p50));
        table.figure("p90", 6, response(Latency::p90, PredictedRow::p90));
        table.figure("p99", TextTable.ALWAYS, response(Latency::p99, PredictedRow::p99));
        table.figure("p99.9", 7, response(Latency::p999, _ -> Double.NaN));
        table.figure("max", 3, response(Latency::max, PredictedRow::max));
        table.figure("service p50", 8, of(load -> Figures.time(load.service().p50())));
        table.figure("service p99", 9, of(load -> Figures.time(load.service().p99())));
        table.figure(
                "in system at end", 2, of(load -> Figures.count(load.counts().inSystemAtEnd())));
        addWhenAny(table, pools, "failed", load -> load.counts().failed());
        addWhenAny(table, pools, "cancelled", load -> load.counts().cancelled());
        if (pools.stream()
                .flatMap(pool -> pool.load().stream())
                .anyMatch(load -> !Double.isNaN(load.late().share()))) {
            table.figure(
                    "late", TextTable.ALWAYS, of(load -> Figures.percent(load.late().share())));
        }
        if (pools.stream()
                .flatMap(pool -> pool.load().stream())
                .noneMatch(load -> load.keepingUp().answer() == KeepingUp.Answer.CLOSED)) {
            table.text(
                    "keeps up",
                    TextTable.ALWAYS,
                    of(
                            load -> load.keepingUp().answer().name().toLowerCase(Locale.ROOT),
                            pool -> pool.keepsUp() ? "yes" : "no"));
        }
        List<Line> lines = new ArrayList<>();
        pools.forEach(pool -> lines.add(new Loaded(pool)));
        predicted.forEach(pool -> lines.add(new Predicted(pool)));
        return table.render(lines, width);
    }

    private static void addWhenAny(
            TextTable<Line> table,
            List<LoadedPool> pools,
            String header,
            Function<LoadMeasurement, Integer> count) {
        if (pools.stream().anyMatch(pool -> pool.load().map(count).orElse(0) > 0)) {
            table.figure(header, TextTable.ALWAYS, of(load -> Figures.count(count.apply(load))));
        }
    }

    private static Function<Line, String> response(
            ToDoubleFunction<Latency> part, ToDoubleFunction<PredictedRow> predicted) {
        return of(
                load ->
                        load.hasSettled()
                                ? Figures.time(part.applyAsDouble(load.response()))
                                : GROWS,
                pool -> pool.keepsUp() ? Figures.time(predicted.applyAsDouble(pool)) : GROWS);
    }

    private static Function<Line, String> of(Function<LoadMeasurement, String> cell) {
        return of(cell, _ -> Figures.UNKNOWN);
    }

    private static Function<Line, String> of(
            Function<LoadMeasurement, String> measured, Function<PredictedRow, String> predicted) {
        return line ->
                switch (line) {
                    case Loaded(LoadedPool pool) ->
                            pool.load().map(measured).orElse(Figures.UNKNOWN);
                    case Predicted(PredictedRow pool) -> predicted.apply(pool);
                };
    }
}
