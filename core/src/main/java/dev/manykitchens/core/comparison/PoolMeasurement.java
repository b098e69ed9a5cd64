package dev.manykitchens.core.comparison;

import dev.manykitchens.core.cost.BreakEven;
import dev.manykitchens.core.measurement.Latency;
import dev.manykitchens.core.measurement.ProcessMemory;
import dev.manykitchens.core.measurement.Round;
import dev.manykitchens.core.measurement.Seconds;
import dev.manykitchens.core.measurement.Split;
import dev.manykitchens.core.measurement.Timeline;
import dev.manykitchens.core.measurement.Times;
import dev.manykitchens.core.measurement.WarmUpOutcome;
import dev.manykitchens.core.pool.PoolSpec;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What a comparison measured of one pool.
///
/// @param name the spec as text; the second of two equal pools is called `threads:2 #2`
/// @param spec the pool
/// @param slots how many jobs can run at once; empty when nothing limits them
/// @param startup from opening it until it could take jobs
/// @param warmUp how it was warmed up
/// @param rounds the complete rounds, in the order run
/// @param breakEven from which size of job on it pays off; empty when it was not looked for
/// @param timeline who ran what in one of them; empty without any
public record PoolMeasurement(
        String name,
        PoolSpec spec,
        OptionalInt slots,
        Duration startup,
        WarmUpOutcome warmUp,
        List<Round> rounds,
        Optional<BreakEven> breakEven,
        Optional<Timeline> timeline) {

    public PoolMeasurement {
        rounds = List.copyOf(rounds);
    }

    /// Whether its times can be compared with those of other pools: it has a complete round, and no
    /// job failed, since a job that fails early is not a fast one.
    public boolean isComparable() {
        return isComparable(rounds.size(), failed());
    }

    /// The same of a pool that is not measured to its end yet: the one rule for both.
    ///
    /// @param rounds how many are complete
    /// @param failed jobs without a result, over all of them
    public static boolean isComparable(int rounds, long failed) {
        return rounds > 0 && failed == 0;
    }

    /// How many times as long its very first round took as those that were measured, job by job;
    /// NaN when it was not warmed up or not measured.
    public double coldRatio() {
        return rounds.isEmpty()
                ? Double.NaN
                : warmUp.coldRatio(
                        times().mean(), rounds.getFirst().succeeded() + rounds.getFirst().failed());
    }

    /// The wall times of all rounds together.
    long measuredNanos() {
        return rounds.stream().mapToLong(Round::wallNanos).sum();
    }

    /// The wall time of each round, in seconds.
    public double[] seconds() {
        return rounds.stream().mapToDouble(Round::wallSeconds).toArray();
    }

    /// The wall times together.
    public Times times() {
        return Times.of(seconds());
    }

    /// Jobs that ended, a second of wall time; NaN without rounds.
    public double jobsPerSecond() {
        double jobs =
                rounds.stream()
                        .mapToDouble(r -> r.succeeded() + r.failed())
                        .average()
                        .orElse(Double.NaN);
        return jobs / times().mean();
    }

    /// How long the jobs of all rounds that succeeded took from the submission of their batch to
    /// their outcome. All jobs of a batch are submitted at once, so a job's response holds its wait
    /// for a slot: the largest is about the wall time of a batch.
    public Latency responses() {
        long[] all = rounds.stream().flatMapToLong(r -> Arrays.stream(r.responseNanos())).toArray();
        return Latency.of(all);
    }

    /// Where the response time of a job went, over all rounds.
    public Split split() {
        return Split.mean(rounds.stream().map(Round::split).toList());
    }

    /// The overhead of the pool for one job, in seconds: how long a slot stood idle before a job
    /// although the job had been submitted; the median over rounds. It is what dispatch, encoding
    /// and the wire cost after everything that is hidden behind running jobs, and it does not hold
    /// the idle tail of a batch. Where nothing limits the slots it is what starting one more job
    /// costs.
    public double overhead() {
        double[] overheads =
                rounds.stream()
                        .mapToDouble(Round::overhead)
                        .filter(o -> !Double.isNaN(o))
                        .toArray();
        return Times.of(overheads).median();
    }

    /// Processor time of one round in seconds, on average: this JVM and the pool's workers on this
    /// host; NaN when not known.
    public double cpuSeconds() {
        return rounds.stream()
                .map(Round::cpuNanos)
                .flatMap(Optional::stream)
                .mapToDouble(nanos -> Seconds.of(nanos))
                .average()
                .orElse(Double.NaN);
    }

    /// What others did on this host while this pool was measured.
    public Others others() {
        return rounds.stream().map(Others::of).reduce(Others.UNKNOWN, Others::plus);
    }

    /// How far a worker's times may have been off at most, in seconds; 0 inside this JVM.
    double clockErrorSeconds() {
        return Seconds.of(rounds.stream().mapToLong(Round::clockErrorNanos).max().orElse(0));
    }

    /// The most main memory held at the end of a round: this JVM and the pool's workers on this
    /// host. Pools inside this JVM share it, so their figures hold each other's.
    public Optional<Long> memoryBytes() {
        return rounds.stream()
                .map(Round::residentBytes)
                .flatMap(Optional::stream)
                .max(Long::compare);
    }

    /// The same processes and what each held at the end of the last round; empty when not known.
    public List<ProcessMemory> processes() {
        return rounds.isEmpty() ? List.of() : rounds.getLast().memory();
    }

    /// Jobs without a result, over all rounds.
    public int failed() {
        return rounds.stream().mapToInt(Round::failed).sum();
    }

    /// Jobs that needed more than one attempt, over all rounds.
    public int retried() {
        return rounds.stream().mapToInt(Round::retried).sum();
    }

    /// Workers that died or fell silent, over all rounds.
    public int workersLost() {
        return rounds.stream().mapToInt(Round::workersLost).sum();
    }
}
