package dev.manykitchens.report.run;

import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.load.LoadCounts;
import dev.manykitchens.core.load.LoadMeasurement;
import dev.manykitchens.core.load.LoadResult;
import dev.manykitchens.core.load.LoadedPool;
import dev.manykitchens.core.measurement.Latency;
import dev.manykitchens.report.text.LoadWords;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// Turns what loads measured into the entries of a [RunFile].
final class LoadEntries {

    private LoadEntries() {}

    /// No rounds, and so no times for them either.
    static Plan plan(LoadResult result) {
        return new Plan(
                0,
                result.plan().warmUpRounds().isPresent()
                        ? (Integer) result.plan().warmUpRounds().getAsInt()
                        : null,
                0,
                0,
                result.plan().seed(),
                result.partial());
    }

    static List<PoolEntry> pools(LoadResult result) {
        ComparisonResult withoutRounds = result.withoutRounds();
        return result.pools().stream()
                .map(pool ->
                        RunFileWriter.pool(
                                withoutRounds,
                                pool.pool(),
                                pool.load().map(load -> entry(result, pool, load)).orElse(null)))
                .toList();
    }

    private static LoadEntry entry(LoadResult result, LoadedPool pool, LoadMeasurement load) {
        LoadCounts counts = load.counts();
        return new LoadEntry(
                rate(result, counts),
                counts.seconds(),
                counts.offered(),
                counts.completed(),
                counts.completedPerSecond(),
                counts.inSystemAtEnd(),
                load.keepingUp().answer().name().toLowerCase(Locale.ROOT),
                LoadWords.of(pool, result.plan()),
                response(load),
                latency(load.service()),
                RunFileWriter.known(load.generator().late().p99()),
                known(load.late().share()));
    }

    private static double rate(LoadResult result, LoadCounts counts) {
        double planned = result.plan().arrivals().perSecond(result.plan().duration());
        return Double.isNaN(planned) ? counts.offeredPerSecond() : planned;
    }

    private static LoadEntry.LatencyEntry response(LoadMeasurement load) {
        Latency response = load.response();
        return load.hasSettled()
                ? latency(response)
                : new LoadEntry.LatencyEntry(
                        response.count(), null, null, null, null, null, known(response.max()));
    }

    private static LoadEntry.LatencyEntry latency(Latency times) {
        return new LoadEntry.LatencyEntry(
                times.count(),
                known(times.mean()),
                known(times.p50()),
                known(times.p90()),
                known(times.p99()),
                known(times.p999()),
                known(times.max()));
    }

    private static @Nullable Double known(double figure) {
        return RunFileWriter.known(figure);
    }
}
