package dev.manykitchens.cli.dashboard;

import dev.manykitchens.core.comparison.Caution;
import dev.manykitchens.core.comparison.ComparisonListener;
import dev.manykitchens.core.comparison.PoolMeasurement;
import dev.manykitchens.core.measurement.MeasuredRound;
import dev.manykitchens.core.measurement.Round;
import dev.manykitchens.report.dashboard.ComparisonRow;
import dev.manykitchens.report.text.CautionWords;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Folds what is heard of a comparison into a row for each of its pools. Confined to the thread
/// that runs it.
final class RoundsSoFar implements ComparisonListener {

    private static final double NANOS = 1e9;

    private final Consumer<List<ComparisonRow>> shown;
    private final Map<String, Progress> pools = new LinkedHashMap<>();

    /// How far one pool is.
    private static final class Progress {
        private String phase = "waits";
        private int rounds;
        private long jobs;
        private int failed;
        private long nanos;
        private long fastestNanos = Long.MAX_VALUE;

        private @Nullable Double mean() {
            return rounds == 0 ? null : nanos / NANOS / rounds;
        }

        /// How many times faster this one is; null unless both can be compared.
        private @Nullable Double speedUpOver(Progress first) {
            return isComparable() && first.isComparable()
                    ? (double) first.nanos / first.rounds * rounds / nanos
                    : null;
        }

        private boolean isComparable() {
            return PoolMeasurement.isComparable(rounds, failed);
        }

        private @Nullable String note() {
            return failed == 0 ? null : CautionWords.of(new Caution.FailedJobs(failed));
        }
    }

    /// @param pools their names, in the order of the comparison
    /// @param shown takes all rows, whenever one of them changes
    RoundsSoFar(List<String> pools, Consumer<List<ComparisonRow>> shown) {
        this.shown = shown;
        pools.forEach(pool -> this.pools.put(pool, new Progress()));
        show();
    }

    @Override
    public void opening(String pool) {
        phase(pool, "opens");
    }

    @Override
    public void opened(String pool, Duration startup) {
        phase(pool, "open");
    }

    @Override
    public void warmingUp(String pool) {
        phase(pool, "warms up");
    }

    @Override
    public void measuring(String pool) {
        phase(pool, "measures");
    }

    @Override
    public void seekingBreakEven(String pool) {
        phase(pool, "seeks break-even");
    }

    @Override
    public void measured(String pool, int number, MeasuredRound measured) {
        Round round = measured.round();
        Progress progress = progress(pool);
        progress.phase = "open";
        progress.rounds = number;
        progress.jobs += round.succeeded() + round.failed();
        progress.failed += round.failed();
        progress.nanos += round.wallNanos();
        progress.fastestNanos = Math.min(progress.fastestNanos, round.wallNanos());
        show();
    }

    /// The comparison is over, and all pools are closed.
    void over() {
        pools.values().forEach(progress -> progress.phase = "done");
        show();
    }

    private void phase(String pool, String phase) {
        progress(pool).phase = phase;
        show();
    }

    private Progress progress(String pool) {
        return pools.computeIfAbsent(pool, _ -> new Progress());
    }

    private void show() {
        shown.accept(
                pools.entrySet().stream()
                        .map(entry ->
                                row(
                                        entry.getKey(),
                                        entry.getValue(),
                                        pools.values().iterator().next()))
                        .toList());
    }

    private static ComparisonRow row(String pool, Progress progress, Progress first) {
        Double mean = progress.mean();
        return new ComparisonRow(
                pool,
                progress.phase,
                progress.rounds,
                mean,
                mean == null ? null : progress.fastestNanos / NANOS,
                mean == null ? null : progress.jobs / (progress.nanos / NANOS),
                progress.speedUpOver(first),
                progress.failed,
                progress.note());
    }
}
