package dev.manykitchens.report.run;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.manykitchens.core.measurement.Timeline;
import dev.manykitchens.core.measurement.TimelineRecorder;
import dev.manykitchens.report.text.Figures;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/// Who ran what and when, in one round of a pool, or one replication of a simulation. Times are in
/// seconds from the submission of the first jobs.
///
/// @param round which of the pool's measured rounds or replications it shows, from 1
/// @param jobs how many jobs the round had
/// @param jobsPerBar how many jobs the fullest bar stands for: 1 when each has its own. Where there
///   are too many jobs to draw, neighbours on the same lane share a bar
/// @param lanes those shown; `lanesInAll` says how many there are
/// @param omitted why there are no lanes, where there could be some; otherwise null, and left out
public record TimelineEntry(
        int round,
        int jobs,
        int jobsPerBar,
        int lanesInAll,
        List<Lane> lanes,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String omitted) {

    public TimelineEntry {
        lanes = Absent.orEmpty(lanes);
    }

    /// Of a timeline.
    public static TimelineEntry of(Timeline timeline) {
        return new TimelineEntry(
                timeline.round(),
                timeline.jobs(),
                timeline.jobsPerBar(),
                timeline.lanesInAll(),
                timeline.lanes().stream().map(Lane::of).toList(),
                timeline.hasTooManyJobs()
                        ? "more than %s have no timeline"
                                .formatted(Figures.count(TimelineRecorder.MOST_JOBS, "job"))
                        : null);
    }

    /// One slot of one worker: bars that do not overlap, in order of time. All arrays have one
    /// element a bar.
    ///
    /// @param worker its name; `local` inside the JVM that ran the comparison
    /// @param slot which of the worker's, from 1
    /// @param first the position of the bar's first job in the batch, from 0
    /// @param jobs how many jobs the bar stands for
    /// @param failed how many of them ended without a result
    /// @param start when the first began
    /// @param end when the last ended
    /// @param run for how long jobs ran in it: less than its length where slots stood idle between
    ///   them
    /// @param cpu for how long they computed
    /// @param stove for how long they waited for a stove or a core
    public record Lane(
            String worker,
            int slot,
            int[] first,
            int[] jobs,
            int[] failed,
            double[] start,
            double[] end,
            double[] run,
            double[] cpu,
            double[] stove) {

        public Lane {
            int bars = first.length;
            if (!IntStream.of(
                            jobs.length,
                            failed.length,
                            start.length,
                            end.length,
                            run.length,
                            cpu.length,
                            stove.length)
                    .allMatch(length -> length == bars)) {
                throw new IllegalArgumentException(
                        "a lane must have the same number of figures in each of its lists, slot %d of %s has not"
                                .formatted(slot, worker));
            }
        }

        private static Lane of(Timeline.Lane lane) {
            List<Timeline.Bar> bars = lane.bars();
            return new Lane(
                    lane.worker(),
                    lane.slot(),
                    bars.stream().mapToInt(Timeline.Bar::first).toArray(),
                    bars.stream().mapToInt(Timeline.Bar::jobs).toArray(),
                    bars.stream().mapToInt(Timeline.Bar::failed).toArray(),
                    seconds(bars, Timeline.Bar::startNanos),
                    seconds(bars, Timeline.Bar::endNanos),
                    seconds(bars, Timeline.Bar::runNanos),
                    seconds(bars, Timeline.Bar::cpuNanos),
                    seconds(bars, Timeline.Bar::stoveNanos));
        }

        private static double[] seconds(
                List<Timeline.Bar> bars, ToLongFunction<Timeline.Bar> nanos) {
            // A microsecond is less than the width of a line.
            return bars.stream()
                    .mapToDouble(bar -> Math.round(nanos.applyAsLong(bar) / 1e3) / 1e6)
                    .toArray();
        }
    }
}
