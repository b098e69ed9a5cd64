package dev.manykitchens.worker.link;

import java.time.Duration;
import java.util.Map;

/// How the worker was accepted.
///
/// @param worker the name it goes by
/// @param heartbeat how often it must send a heartbeat
/// @param silence without a word from the coordinator for so long it gives the stream up
/// @param resources those that jobs of every batch may use, by name
/// @param prefetch how many chunks may wait at each thread
/// @param resumed whether the coordinator still waits for what the worker holds
public record Welcomed(
        String worker,
        Duration heartbeat,
        Duration silence,
        Map<String, KeyedResource> resources,
        int prefetch,
        boolean resumed) {

    public Welcomed {
        resources = Map.copyOf(resources);
    }
}
