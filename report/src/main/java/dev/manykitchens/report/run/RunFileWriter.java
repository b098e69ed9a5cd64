package dev.manykitchens.report.run;

import dev.manykitchens.core.comparison.ComparisonOptions;
import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.comparison.PoolMeasurement;
import dev.manykitchens.core.comparison.Ratio;
import dev.manykitchens.core.comparison.Verdict;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.measurement.Latency;
import dev.manykitchens.core.measurement.PoolWorker;
import dev.manykitchens.core.measurement.ProcessMemory;
import dev.manykitchens.core.measurement.Round;
import dev.manykitchens.core.measurement.Times;
import dev.manykitchens.core.measurement.WarmUpOutcome;
import dev.manykitchens.report.text.VerdictWords;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/// Turns what was measured into the entries of a [RunFile]: seconds, and null for what is not
/// known.
final class RunFileWriter {

    private static final double NANOS = 1e9;

    private RunFileWriter() {}

    static Scenario scenario(Batch batch) {
        BatchOptions options = batch.options();
        return new Scenario(
                batch.recipe().name(),
                options.work().toString(),
                options.timeScale(),
                options.seed(),
                options.timeout().map(RunFileWriter::seconds).orElse(null),
                options.attempts(),
                null,
                List.of());
    }

    static Plan plan(ComparisonOptions options, boolean partial) {
        return new Plan(
                options.rounds(),
                options.warmUpRounds().isPresent() ? options.warmUpRounds().getAsInt() : null,
                seconds(options.minTime()),
                seconds(options.maxTime()),
                options.seed(),
                partial);
    }

    static PoolEntry pool(ComparisonResult result, PoolMeasurement pool) {
        return pool(result, pool, null);
    }

    static PoolEntry pool(ComparisonResult result, PoolMeasurement pool, @Nullable LoadEntry load) {
        Times times = pool.times();
        Integer slots = pool.slots().isPresent() ? pool.slots().getAsInt() : null;
        return new PoolEntry(
                pool.name(),
                slots,
                pool.rounds().size(),
                warmUp(pool.warmUp()),
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
                ResponseBuckets.of(pool.rounds()),
                SplitEntry.of(pool.split()),
                known(pool.overhead()),
                known(pool.cpuSeconds()),
                pool.memoryBytes().orElse(null),
                pool.processes().stream().map(process -> process(process, pool)).toList(),
                pool.failed(),
                pool.retried(),
                pool.workersLost(),
                Conclusions.breakEven(pool),
                pool.timeline().map(TimelineEntry::of).orElse(null),
                load,
                null,
                null,
                List.of(),
                List.of());
    }

    private static WarmUpEntry warmUp(WarmUpOutcome warmUp) {
        return new WarmUpEntry(
                warmUp.rounds(),
                warmUp.steady().orElse(null),
                warmUp.coldNanos().isPresent() ? warmUp.coldNanos().getAsLong() / NANOS : null,
                warmUp.coldJobs());
    }

    /// The JVM of the comparison runs jobs itself only where the pool is inside it.
    private static ProcessEntry process(ProcessMemory memory, PoolMeasurement pool) {
        PoolWorker process = memory.process();
        Integer slots = pool.slots().isPresent() ? pool.slots().getAsInt() : null;
        boolean here = process.name().equals("local");
        Integer threads = !here ? (Integer) process.threads() : leaves(pool) ? null : slots;
        return new ProcessEntry(
                process.name(), process.host(), process.pid(), threads, memory.residentBytes());
    }

    private static boolean leaves(PoolMeasurement pool) {
        return pool.spec().leavesThisJvm();
    }

    static VerdictEntry verdict(Verdict verdict) {
        List<VerdictEntry.Over> over =
                verdict.over().stream()
                        .map(o ->
                                new VerdictEntry.Over(
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

    private static ResponseEntry response(Latency times) {
        return new ResponseEntry(
                times.count(),
                known(times.mean()),
                known(times.p50()),
                known(times.p90()),
                known(times.p99()),
                known(times.max()));
    }

    /// JSON has no word for NaN or infinity.
    static @Nullable Double known(double figure) {
        return Double.isFinite(figure) ? figure : null;
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
