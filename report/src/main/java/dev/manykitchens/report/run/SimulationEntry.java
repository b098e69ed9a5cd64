package dev.manykitchens.report.run;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// What a simulation says of a pool. Times are in seconds, parts from 0 to 1.
///
/// @param replications how often it was run, each time with other random numbers
/// @param leftOut the mean number of jobs at the beginning that are not in response, waiting and
///   late
/// @param elapsed from the first instant to the last job's end
/// @param response the mean response of a replication
/// @param p50 its median, likewise `p90` and `p99`
/// @param waiting from arrival until a thread began with the job
/// @param late the part of the jobs with a deadline that missed it; null where none has one
/// @param cores the part of the cores' time in which they computed
/// @param slots the part of the slots' time in which they had a job; null where nothing limits them
/// @param resources the part of each named resource's time in which it was held
/// @param inSystem the number of jobs that had come and not ended, on average
/// @param mostInSystem the most of them at an instant, in any replication
/// @param needs what the pool has a limited number of, the scarcest first
/// @param theory what a formula says; null where there is none
/// @param complaint why there are no figures; null where there are
public record SimulationEntry(
        int replications,
        @Nullable Double leftOut,
        IntervalEntry elapsed,
        IntervalEntry response,
        IntervalEntry p50,
        IntervalEntry p90,
        IntervalEntry p99,
        IntervalEntry waiting,
        @Nullable IntervalEntry late,
        IntervalEntry cores,
        @Nullable IntervalEntry slots,
        Map<String, IntervalEntry> resources,
        IntervalEntry inSystem,
        int mostInSystem,
        List<NeedEntry> needs,
        @Nullable TheoryEntry theory,
        @Nullable String complaint) {

    public SimulationEntry {
        resources = Absent.orEmpty(resources);
        needs = Absent.orEmpty(needs);
    }

    /// Something that jobs need and of which there is a limited number.
    ///
    /// @param what it is called
    /// @param have how many there are
    /// @param jobSeconds how long a job needs one, on average
    /// @param utilisation the part of its time that jobs need in the long run; null where jobs have
    ///   no rate
    public record NeedEntry(
            String what, double have, double jobSeconds, @Nullable Double utilisation) {}

    /// What queueing theory says.
    ///
    /// @param formula such as M/M/4
    /// @param exact whether it is exact here, or an approximation
    /// @param waiting the mean time until a slot is free
    /// @param response the mean response
    /// @param p99 of the response; null where the formula does not say
    /// @param words how the simulation agrees, in a sentence
    public record TheoryEntry(
            String formula,
            boolean exact,
            double waiting,
            double response,
            @Nullable Double p99,
            String words) {}
}
