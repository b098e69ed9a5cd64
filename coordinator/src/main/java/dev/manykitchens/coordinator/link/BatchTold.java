package dev.manykitchens.coordinator.link;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.resource.ResourceSpec;

import java.util.Map;

/// What a worker must know of a batch, beside the arguments of its own jobs.
///
/// @param batch the jobs
/// @param unitsPerSecond units of calibrated work in a second of CPU time; 0: the worker measures
/// @param resources the named resources that its jobs may use beside those of the greeting
public record BatchTold(Batch batch, double unitsPerSecond, Map<String, Keyed> resources) {

    /// A resource of one client.
    ///
    /// @param key what it is called between worker and coordinator
    /// @param spec how many permits, and who holds them
    public record Keyed(String key, ResourceSpec spec) {}

    public BatchTold {
        resources = Map.copyOf(resources);
    }
}
