package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.scenario.StrikeCounts;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// One run of a scenario on one pool in virtual time: what came of it. Arrays have an entry for
/// each job, in the order in which jobs came, and must not be changed.
///
/// @param elapsedNanos from 0 until the last job's end
/// @param submittedNanos when each job came
/// @param waitNanos from its arrival until a thread began with it
/// @param responseNanos from its arrival until its end
/// @param jobClasses position of its class in the scenario
/// @param failed how many jobs ended without a result
/// @param retried how many times a job was run again, because its worker was lost
/// @param workersLost how many workers died or fell silent
/// @param strikes which faults struck them
/// @param sums where the time of all jobs went
/// @param resources how each named resource was used
/// @param busyCoreNanos how long cores computed, all cores together
/// @param inSystemNanos the number of jobs that had come and not ended, integrated over time:
///   divided by the elapsed time it is their mean number
/// @param mostInSystem the most of them at an instant
/// @param peaks the most of what was had at the same instant
/// @param events how many events the run took
public record Replication(
        long elapsedNanos,
        long[] submittedNanos,
        long[] waitNanos,
        long[] responseNanos,
        int[] jobClasses,
        int failed,
        int retried,
        int workersLost,
        StrikeCounts strikes,
        Sums sums,
        Map<String, ResourceUsage> resources,
        double busyCoreNanos,
        double inSystemNanos,
        int mostInSystem,
        SimulatedRun.Peaks peaks,
        long events) {

    /// Where the time of all jobs went, in nanoseconds.
    ///
    /// @param queue waiting for a thread to begin
    /// @param stove waiting for a stove
    /// @param cpu computing, as it would have taken on a core of its own
    /// @param waiting in steps that wait
    /// @param resource waiting for a named resource
    /// @param service from begin to end, which holds the last four and waiting for a core
    /// @param returned from end until it is known: jobs of a chunk are reported together
    public record Sums(
            double queue,
            double stove,
            double cpu,
            double waiting,
            double resource,
            double service,
            double returned) {}

    public Replication {
        resources = Collections.unmodifiableMap(new TreeMap<>(resources));
    }

    /// How many jobs there were.
    public int jobs() {
        return responseNanos.length;
    }

    /// From 0 until the last job's end, in seconds.
    public double elapsedSeconds() {
        return elapsedNanos / 1e9;
    }
}
