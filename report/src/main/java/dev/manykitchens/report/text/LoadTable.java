package dev.manykitchens.report.text;

import dev.manykitchens.core.load.KeepingUp;
import dev.manykitchens.core.load.LoadMeasurement;
import dev.manykitchens.core.load.LoadResult;
import dev.manykitchens.core.load.LoadedPool;
import dev.manykitchens.core.measurement.Latency;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// The table of loads: one row a pool; those that keep up first, the quickest of them on top.
public final class LoadTable {

    /// Stands for a response time that depends on how long the load went on.
    static final String GROWS = "grows";

    private LoadTable() {}

    /// The table, with lines of at most `width` characters where that can be.
    public static String of(LoadResult result, int width) {
        List<LoadedPool> pools = result.ranked();
        TextTable<LoadedPool> table = new TextTable<>();
        table.text("pool", TextTable.ALWAYS, pool -> pool.pool().name());
        table.figure("offered", 5, of(load -> Figures.rate(load.counts().offeredPerSecond())));
        table.figure("completed", 4, of(load -> Figures.rate(load.counts().completedPerSecond())));
        table.figure("response p50", TextTable.ALWAYS, response(Latency::p50));
        table.figure("p90", 6, response(Latency::p90));
        table.figure("p99", TextTable.ALWAYS, response(Latency::p99));
        table.figure("p99.9", 7, response(Latency::p999));
        table.figure("max", 3, response(Latency::max));
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
                    of(load -> load.keepingUp().answer().name().toLowerCase(Locale.ROOT)));
        }
        return table.render(pools, width);
    }

    private static void addWhenAny(
            TextTable<LoadedPool> table,
            List<LoadedPool> pools,
            String header,
            Function<LoadMeasurement, Integer> count) {
        if (pools.stream().anyMatch(pool -> pool.load().map(count).orElse(0) > 0)) {
            table.figure(header, TextTable.ALWAYS, of(load -> Figures.count(count.apply(load))));
        }
    }

    private static Function<LoadedPool, String> response(ToDoubleFunction<Latency> part) {
        return of(load ->
                load.hasSettled() ? Figures.time(part.applyAsDouble(load.response())) : GROWS);
    }

    private static Function<LoadedPool, String> of(Function<LoadMeasurement, String> cell) {
        return pool -> pool.load().map(cell).orElse(Figures.UNKNOWN);
    }
}
