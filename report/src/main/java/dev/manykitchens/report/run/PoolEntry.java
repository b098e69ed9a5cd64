package dev.manykitchens.report.run;

import com.fasterxml.jackson.annotation.JsonInclude;

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
/// @param timeline one of its rounds, job by job; null without a complete one
/// @param load what it did under an open-loop load; null when it had none
/// @param simulation what a simulation says of it; null when it was measured
/// @param classes the jobs of each class of a scenario; left out where there is only one
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
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ClassEntry> classes) {

    public PoolEntry {
        classes = Absent.orEmpty(classes);
        warmup = Absent.orNone(warmup);
        processes = Absent.orEmpty(processes);
    }

    /// The same with the jobs of each class.
    public PoolEntry withClasses(List<ClassEntry> all) {
        return new PoolEntry(
                pool,
                slots,
                rounds,
                warmup,
                times,
                mean,
                stddev,
                median,
                min,
                max,
                jobsPerSecond,
                speedup,
                efficiency,
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
                all);
    }

    /// Whether its times may be compared with those of others: a job that fails at once would make
    /// its pool the fastest.
    public boolean canBeCompared() {
        return mean != null && failed == 0;
    }
}
