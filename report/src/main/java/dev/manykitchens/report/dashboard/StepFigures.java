package dev.manykitchens.report.dashboard;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.job.Outcome;

import org.HdrHistogram.Histogram;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/// Counts what happens in one step of the charts. Not thread-safe.
final class StepFigures {

    private static final long MOST_MICROS = TimeUnit.DAYS.toMicros(1);
    private static final int DIGITS = 2;

    private final Histogram starts = new Histogram(1, MOST_MICROS, DIGITS);
    private final Histogram responses = new Histogram(1, MOST_MICROS, DIGITS);
    private long done;
    private long failed;
    private long retried;
    private long lost;
    private long stoveNanos;
    private long sinceNanos;

    /// @param sinceNanos when the first step begins
    StepFigures(long sinceNanos) {
        this.sinceNanos = sinceNanos;
    }

    void add(JobColumns jobs) {
        for (int row = 0, end; row < jobs.size(); row = end) {
            end = jobs.endOfKind(row);
            Outcome.Kind kind = jobs.kindOf(row);
            done += end - row - jobs.settledElsewhere(row, end);
            failed += kind == Outcome.Kind.SUCCEEDED || kind.isCancellation() ? 0 : end - row;
            if (kind.endedWhereItRan()) {
                for (int i = row; i < end; i++) {
                    record(starts, jobs.started()[i] - jobs.submitted()[i]);
                    record(responses, jobs.delivered()[i] - jobs.submitted()[i]);
                    stoveNanos += jobs.stoveNanos()[i];
                }
            }
        }
    }

    private static void record(Histogram histogram, long nanos) {
        long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
        histogram.recordValue(Math.clamp(micros, 0, MOST_MICROS));
    }

    void retried(int jobs) {
        retried += jobs;
    }

    void workerLost() {
        lost++;
    }

    /// The point of the step that ends now; the next one begins.
    ///
    /// @param pools how they are now
    SeriesPoint next(Zero zero, long nowNanos, List<PoolSight> pools) {
        double seconds = Math.max(1, nowNanos - sinceNanos) / 1e9;
        SeriesPoint point =
                new SeriesPoint(
                        zero.seconds(nowNanos),
                        done / seconds,
                        failed,
                        retried,
                        lost,
                        sum(pools, pool -> pool.totals().queued()),
                        sum(pools, pool -> pool.totals().running()),
                        sum(pools, PoolSight::free),
                        sum(pools, PoolSight::slots),
                        percentile(starts, 50),
                        percentile(starts, 99),
                        percentile(responses, 50),
                        percentile(responses, 99),
                        stoveNanos / 1e9 / seconds);
        sinceNanos = nowNanos;
        done = 0;
        failed = 0;
        retried = 0;
        lost = 0;
        stoveNanos = 0;
        starts.reset();
        responses.reset();
        return point;
    }

    private static long sum(List<PoolSight> pools, ToLongFunction<PoolSight> figure) {
        return pools.stream().mapToLong(figure).sum();
    }

    private static double percentile(Histogram histogram, double percent) {
        return histogram.getTotalCount() == 0
                ? Double.NaN
                : histogram.getValueAtPercentile(percent) / 1e6;
    }
}
