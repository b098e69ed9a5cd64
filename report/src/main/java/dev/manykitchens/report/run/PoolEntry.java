package dev.manykitchens.report.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import dev.manykitchens.core.comparison.Ratio;
import dev.manykitchens.report.text.Figures;
import dev.manykitchens.report.text.PredictedRow;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One pool of a run.
///
/// @param slots how many jobs can run at once; null when nothing limits them
/// @param rounds complete rounds
/// @param warmup how it was warmed up
/// @param times the wall time of each round, in the order run
/// @param speedup mean time of the first pool divided by that of this one; null where one of the
///   two has failed jobs or no complete round
/// @param efficiency speed-up over how many times the slots of the first pool it has; null where
///   the speed-up is, and where nothing limits the slots
/// @param startup from opening the pool until it could take jobs
/// @param response submission to outcome, of the jobs that succeeded
/// @param histogram how the same response times are distributed; null without any
/// @param split means a job; they add up to the mean response
/// @param overheadPerJob how long a slot stood idle before a job that was there
/// @param cpuSeconds processor time of a round: this JVM and the pool's workers on this host
/// @param memoryBytes the most held at the end of a round by the same processes
/// @param processes those processes
/// @param failed jobs without a result, all rounds together, as are the next two
/// @param breakEven from which size of job on it pays off; null when not measured
/// @param timeline one of its rounds, or its first replication, job by job; null without a complete
///   one
/// @param load what it did under an open-loop load; null when it had none
/// @param simulation what a simulation says of it; null when it was measured
/// @param costs what its jobs cost one by one; null when nobody kept a sample, as in older files
/// @param classes the jobs of each class of a scenario; left out where there is only one
/// @param faults what came of the faults of a scenario; left out where none was to strike
public record PoolEntry(
        String pool,
        @Nullable Integer slots,
        int rounds,
        WarmUpEntry warmup,
        double[] times,
        @Nullable Double mean,
        @Nullable Double stddev,
        @Nullable Double median,
        @Nullable Double min,
        @Nullable Double max,
        @Nullable Double jobsPerSecond,
        RatioEntry speedup,
        @Nullable Double efficiency,
        double startup,
        ResponseEntry response,
        @Nullable HistogramEntry histogram,
        SplitEntry split,
        @Nullable Double overheadPerJob,
        @Nullable Double cpuSeconds,
        @Nullable Long memoryBytes,
        List<ProcessEntry> processes,
        int failed,
        int retried,
        int workersLost,
        @Nullable BreakEvenEntry breakEven,
        @Nullable TimelineEntry timeline,
        @Nullable LoadEntry load,
        @Nullable SimulationEntry simulation,
        @Nullable CostsEntry costs,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ClassEntry> classes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FaultEntry> faults) {

    /// Stands behind the name of a pool that was predicted, and not measured.
    public static final String PREDICTED = " (predicted)";

    public PoolEntry {
        classes = Absent.orEmpty(classes);
        faults = Absent.orEmpty(faults);
        warmup = Absent.orNone(warmup);
        processes = Absent.orEmpty(processes);
    }

    /// Whether it was simulated: in a run that was measured, a pool that was only predicted.
    @JsonProperty("simulated")
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    public boolean simulated() {
        return simulation != null;
    }

    /// This simulated pool as it stands among those that were measured: its name says that it was
    /// predicted, and its speed-up refers to one of them.
    ///
    /// @param reference the pool that speed-ups refer to
    /// @param seed fixes the interval
    public PoolEntry beside(PoolEntry reference, long seed) {
        Ratio ratio =
                reference.canBeCompared() && canBeCompared()
                        ? Ratio.ofMeans(reference.times(), times, seed)
                        : Ratio.UNKNOWN;
        Integer other = reference.slots();
        Integer own = slots;
        return copy(
                pool + PREDICTED,
                wall(),
                new RatioEntry(
                        RunFileWriter.known(ratio.ratio()),
                        RunFileWriter.known(ratio.low()),
                        RunFileWriter.known(ratio.high())),
                own == null || other == null
                        ? null
                        : RunFileWriter.known(ratio.ratio() * other / own),
                costs,
                classes,
                faults);
    }

    /// What a table shows of it, where it was simulated.
    PredictedRow row() {
        SimulationEntry said = simulation;
        return new PredictedRow(
                pool,
                Figures.orNaN(mean),
                Figures.orNaN(stddev),
                Figures.orNaN(jobsPerSecond),
                new Ratio(
                        Figures.orNaN(speedup.ratio()),
                        Figures.orNaN(speedup.low()),
                        Figures.orNaN(speedup.high())),
                Figures.orNaN(efficiency),
                Figures.orNaN(response.p50()),
                Figures.orNaN(response.p90()),
                Figures.orNaN(response.p99()),
                Figures.orNaN(response.max()),
                said != null && said.complaint() == null);
    }

    /// The same simulated pool where only responses count, since jobs keep coming: without the
    /// times until all were done, which say how long they came.
    public PoolEntry withoutTimes() {
        return copy(pool, WallTimes.NONE, speedup, efficiency, costs, classes, faults);
    }

    /// The same pool with what its jobs cost.
    PoolEntry with(@Nullable CostsEntry other) {
        return copy(pool, wall(), speedup, efficiency, other, classes, faults);
    }

    /// The same with the jobs of each class.
    public PoolEntry withClasses(List<ClassEntry> all) {
        return copy(pool, wall(), speedup, efficiency, costs, all, faults);
    }

    /// The same with what came of faults.
    PoolEntry withFaults(List<FaultEntry> all) {
        return copy(pool, wall(), speedup, efficiency, costs, classes, all);
    }

    /// What it says of the wall time of its rounds.
    private record WallTimes(
            int rounds,
            double[] each,
            @Nullable Double mean,
            @Nullable Double stddev,
            @Nullable Double median,
            @Nullable Double min,
            @Nullable Double max) {

        static final WallTimes NONE = new WallTimes(0, new double[0], null, null, null, null, null);
    }

    private WallTimes wall() {
        return new WallTimes(rounds, times, mean, stddev, median, min, max);
    }

    private PoolEntry copy(
            String name,
            WallTimes wall,
            RatioEntry faster,
            @Nullable Double used,
            @Nullable CostsEntry sampled,
            List<ClassEntry> byClass,
            List<FaultEntry> byFault) {
        return new PoolEntry(
                name,
                slots,
                wall.rounds(),
                warmup,
                wall.each(),
                wall.mean(),
                wall.stddev(),
                wall.median(),
                wall.min(),
                wall.max(),
                jobsPerSecond,
                faster,
                used,
                startup,
                response,
                histogram,
                split,
                overheadPerJob,
                cpuSeconds,
                memoryBytes,
                processes,
                failed,
                retried,
                workersLost,
                breakEven,
                timeline,
                load,
                simulation,
                sampled,
                byClass,
                byFault);
    }

    /// Whether its times may be compared with those of others: a job that fails at once would make
    /// its pool the fastest.
    public boolean canBeCompared() {
        return mean != null && failed == 0;
    }
}
