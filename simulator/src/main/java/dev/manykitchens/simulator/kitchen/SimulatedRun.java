package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.job.Outcome;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What came of a simulated run.
///
/// @param elapsedNanos from the submission of all batches, at 0, until the last job's end
/// @param batches what became of each batch, in the order in which they were submitted
/// @param resources how each named resource was used
/// @param busyCoreNanos how long cores computed, all cores together: the CPU time of all jobs, and
///   a few nanoseconds for rounding up
/// @param peaks the most of what was had at the same instant
/// @param events how many events the run took
public record SimulatedRun(
        long elapsedNanos,
        List<Jobs> batches,
        Map<String, ResourceUsage> resources,
        double busyCoreNanos,
        Peaks peaks,
        long events) {

    /// What became of the jobs of one batch.
    ///
    /// @param times one row a job, in the order of their positions
    /// @param outcomes likewise; when results were not made, those that succeeded have no value
    public record Jobs(JobColumns times, List<Outcome> outcomes) {}

    /// The most of what was had at the same instant.
    ///
    /// @param computing threads that computed, on one machine
    /// @param stoves permits to compute, in one kitchen; counted where stoves are not limited too
    public record Peaks(int computing, int stoves) {}

    public SimulatedRun {
        batches = List.copyOf(batches);
        resources = Map.copyOf(resources);
    }

    /// From submission until the last job's end.
    public Duration elapsed() {
        return Duration.ofNanos(elapsedNanos);
    }

    /// The times of the first batch's jobs, one row a job.
    public JobColumns times() {
        return batches.getFirst().times();
    }

    /// The outcomes of the first batch's jobs.
    public List<Outcome> outcomes() {
        return batches.getFirst().outcomes();
    }

    /// How a resource was used.
    ///
    /// @throws IllegalArgumentException when the run had no such resource
    public ResourceUsage usage(String resource) {
        ResourceUsage usage = resources.get(resource);
        if (usage == null) {
            throw new IllegalArgumentException(
                    "a resource must be one of "
                            + resources.keySet()
                            + ", was \""
                            + resource
                            + "\"");
        }
        return usage;
    }

    /// The part of a resource's time in which it was held, from 0 to 1.
    ///
    /// @throws IllegalArgumentException when the run had no such resource
    public double utilisation(String resource) {
        return usage(resource).utilisation(elapsedNanos);
    }
}
