package dev.manykitchens.report.export;

import dev.manykitchens.core.comparison.ComparisonOptions;
import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.comparison.PoolMeasurement;
import dev.manykitchens.core.comparison.Ratio;
import dev.manykitchens.core.comparison.ResponseTimes;
import dev.manykitchens.core.comparison.Round;
import dev.manykitchens.core.comparison.Split;
import dev.manykitchens.core.comparison.Times;
import dev.manykitchens.core.comparison.Verdict;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.report.export.RunFile.OverEntry;
import dev.manykitchens.report.export.RunFile.Plan;
import dev.manykitchens.report.export.RunFile.PoolEntry;
import dev.manykitchens.report.export.RunFile.RatioEntry;
import dev.manykitchens.report.export.RunFile.ResponseEntry;
import dev.manykitchens.report.export.RunFile.Scenario;
import dev.manykitchens.report.export.RunFile.SplitEntry;
import dev.manykitchens.report.export.RunFile.VerdictEntry;
import dev.manykitchens.report.text.VerdictWords;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/// Turns what was measured into the entries of a [RunFile]: seconds, and null for what is not
/// known.
final class Entries {

    private Entries() {}

    static Scenario scenario(Batch batch) {
        BatchOptions options = batch.options();
        return new Scenario(
                batch.recipe().name(),
                options.work().toString(),
                options.timeScale(),
                options.seed(),
                options.timeout().map(Entries::seconds).orElse(null),
                options.attempts());
    }

    static Plan plan(ComparisonOptions options, boolean partial) {
        return new Plan(
                options.rounds(),
                options.warmUpRounds(),
                seconds(options.minTime()),
                seconds(options.maxTime()),
                options.seed(),
                partial);
    }

    static PoolEntry pool(ComparisonResult result, PoolMeasurement pool) {
        Times times = pool.times();
        Integer slots = pool.slots().isPresent() ? pool.slots().getAsInt() : null;
        return new PoolEntry(
                pool.name(),
                slots,
                pool.rounds().size(),
                pool.warmUpRounds(),
                pool.rounds().stream().mapToDouble(Round::wallSeconds).toArray(),
                known(times.mean()),
                known(times.stddev()),
                known(times.median()),
                known(times.min()),
                known(times.max()),
                known(pool.jobsPerSecond()),
                ratio(result.speedUp(pool)),
                known(result.efficiency(pool)),
                seconds(pool.startup()),
                response(pool.responses()),
                split(pool.split()),
                known(pool.overhead()),
                known(pool.cpuSeconds()),
                pool.memoryBytes().orElse(null),
                pool.failed(),
                pool.retried(),
                pool.workersLost());
    }

    static VerdictEntry verdict(Verdict verdict) {
        List<OverEntry> over =
                verdict.over().stream()
                        .map(o ->
                                new OverEntry(
                                        o.pool(),
                                        known(o.ratio().ratio()),
                                        known(o.ratio().low()),
                                        known(o.ratio().high()),
                                        o.ratio().showsDifference()))
                        .toList();
        return new VerdictEntry(verdict.fastest().orElse(null), over, VerdictWords.of(verdict));
    }

    private static RatioEntry ratio(Ratio ratio) {
        return new RatioEntry(known(ratio.ratio()), known(ratio.low()), known(ratio.high()));
    }

    private static ResponseEntry response(ResponseTimes times) {
        return new ResponseEntry(
                times.count(),
                known(times.mean()),
                known(times.p50()),
                known(times.p90()),
                known(times.p99()),
                known(times.max()));
    }

    private static SplitEntry split(Split split) {
        return new SplitEntry(
                known(split.queue()),
                known(split.encode()),
                known(split.wire()),
                known(split.stove()),
                known(split.cpu()),
                known(split.waiting()),
                known(split.resource()),
                known(split.other()),
                known(split.returned()));
    }

    /// JSON has no word for NaN or infinity.
    private static @Nullable Double known(double figure) {
        return Double.isFinite(figure) ? figure : null;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
