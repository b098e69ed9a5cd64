package dev.manykitchens.report.run;

import java.util.List;
import java.util.stream.IntStream;

/// Who ran what and when, in one round of a pool. Times are in seconds from the submission of the
/// jobs.
///
/// @param round which of the pool's measured rounds it shows, from 1
/// @param jobs how many jobs the round had
/// @param jobsPerBar how many jobs the fullest bar stands for: 1 when each has its own. Where there
///   are too many jobs to draw, neighbours on the same lane share a bar
/// @param lanes those shown; `lanesInAll` says how many there are
public record TimelineEntry(int round, int jobs, int jobsPerBar, int lanesInAll, List<Lane> lanes) {

    public TimelineEntry {
        lanes = Absent.orEmpty(lanes);
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
    }
}
