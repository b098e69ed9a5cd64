package dev.manykitchens.core.measurement;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Outcome;

import java.util.List;

/// Where the response time of a job went: means over the jobs that succeeded, in seconds. The seven
/// parts from `queue` to `returned` add up to the mean response; the last two say what some of them
/// hold.
///
/// @param jobs how many jobs; the other figures are NaN without any
/// @param queue waiting for a slot, here and at the worker
/// @param encode arguments made ready for the wire
/// @param wire on the way to the worker
/// @param stove ready to compute, but waiting for a stove or for a core
/// @param cpu computing, as processor time of the thread where it can be measured
/// @param waiting in steps that wait, and waiting for a named resource
/// @param returned from the job's end to its outcome being known here
/// @param core what of `stove` was not waiting for a permit: the thread had no core, the event loop
///   had other jobs to run, or the pool's own code ran
/// @param resource what of `waiting` was waiting for a named resource
public record Split(
        long jobs,
        double queue,
        double encode,
        double wire,
        double stove,
        double cpu,
        double waiting,
        double returned,
        double core,
        double resource) {

    private static final int PARTS = 9;

    /// The part of a job's own time in which it computes and does not wait, from 0 to 1. How long
    /// it waits for a stove or a core is left out: that says how busy the machine is, and not what
    /// the job is like. NaN when it does neither.
    public double computingShare() {
        return cpu / (cpu + waiting);
    }

    /// Of the jobs that ended in these events.
    static Split of(List<RunEvent.JobsFinished> events) {
        long[] sums = new long[PARTS];
        long jobs = 0;
        for (RunEvent.JobsFinished event : events) {
            JobColumns columns = event.jobs();
            for (int row = 0; row < columns.size(); row++) {
                if (columns.kindOf(row) == Outcome.Kind.SUCCEEDED) {
                    jobs++;
                    add(columns, row, sums);
                }
            }
        }
        return ofSums(jobs, sums);
    }

    /// Of several rounds together, each weighted by its jobs.
    public static Split mean(List<Split> splits) {
        double[] sums = new double[PARTS];
        long jobs = 0;
        for (Split split : splits) {
            if (split.jobs > 0) {
                double[] parts = split.parts();
                for (int i = 0; i < PARTS; i++) {
                    sums[i] += parts[i] * split.jobs;
                }
                jobs += split.jobs;
            }
        }
        for (int i = 0; i < PARTS; i++) {
            sums[i] = jobs == 0 ? Double.NaN : sums[i] / jobs;
        }
        return ofParts(jobs, sums);
    }

    private static void add(JobColumns columns, int row, long[] sums) {
        long run = columns.finished()[row] - columns.started()[row];
        long stove = columns.stoveNanos()[row];
        long cpu = columns.cpuNanos()[row];
        long wait = columns.waitNanos()[row];
        long resource = columns.resourceNanos()[row];
        // The processor's clock is not the one on the wall: a job that never lost its core may seem
        // to have computed for some nanoseconds longer than it ran.
        long core = Math.max(0, run - stove - cpu - wait - resource);
        sums[0] += columns.assigned()[row] - columns.submitted()[row];
        sums[0] += columns.started()[row] - columns.received()[row];
        sums[1] += columns.sent()[row] - columns.assigned()[row];
        sums[2] += columns.received()[row] - columns.sent()[row];
        sums[3] += stove + core;
        sums[4] += cpu;
        sums[5] += wait + resource;
        sums[6] += columns.delivered()[row] - columns.finished()[row];
        sums[7] += core;
        sums[8] += resource;
    }

    private static Split ofSums(long jobs, long[] sums) {
        double[] parts = new double[PARTS];
        for (int i = 0; i < PARTS; i++) {
            parts[i] = jobs == 0 ? Double.NaN : Seconds.of(sums[i]) / jobs;
        }
        return ofParts(jobs, parts);
    }

    private static Split ofParts(long jobs, double[] parts) {
        return new Split(
                jobs, parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6],
                parts[7], parts[8]);
    }

    private double[] parts() {
        return new double[] {queue, encode, wire, stove, cpu, waiting, returned, core, resource};
    }
}
