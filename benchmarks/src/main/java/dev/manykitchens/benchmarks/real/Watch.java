package dev.manykitchens.benchmarks.real;

import dev.manykitchens.core.comparison.ComparisonListener;
import dev.manykitchens.core.load.LoadListener;
import dev.manykitchens.core.load.LoadMeasurement;
import dev.manykitchens.core.measurement.MeasuredRound;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntSupplier;

/// Writes each run down, and how much others computed meanwhile. Confined to the thread that runs
/// the pools.
final class Watch {

    private final Neighbours neighbours;
    private final Map<String, List<Run>> runs;
    private final Map<String, Duration> ways;
    private Neighbours.Moment begin;

    /// @param runs by name of the pool; each run is added
    /// @param ways to worker JVMs and back, by name of the pool; each is put there
    Watch(Neighbours neighbours, Map<String, List<Run>> runs, Map<String, Duration> ways) {
        this.ways = ways;
        this.neighbours = neighbours;
        this.runs = runs;
        this.begin = neighbours.now();
    }

    private void begun() {
        begin = neighbours.now();
    }

    private void ended(String pool, double seconds) {
        Neighbours.Moment end = neighbours.now();
        Objects.requireNonNull(runs.get(pool))
                .add(
                        new Run(
                                seconds,
                                Neighbours.seconds(begin, end),
                                Neighbours.cores(begin, end)));
    }

    /// Of rounds: the time until all jobs are done.
    ComparisonListener ofRounds() {
        return new ComparisonListener() {
            @Override
            public void wayMeasured(String pool, Duration way) {
                ways.put(pool, way);
            }

            @Override
            public void measuring(String pool) {
                begun();
            }

            @Override
            public void measured(String pool, int number, MeasuredRound round) {
                ended(pool, round.round().wallSeconds());
            }
        };
    }

    /// Of loads: the mean response.
    LoadListener ofLoads() {
        return new LoadListener() {
            @Override
            public void wayMeasured(String pool, Duration way) {
                ways.put(pool, way);
            }

            @Override
            public void loading(String pool, IntSupplier inSystem) {
                begun();
            }

            @Override
            public void loaded(String pool, LoadMeasurement measurement) {
                ended(pool, measurement.response().mean());
            }
        };
    }
}
