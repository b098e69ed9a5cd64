package dev.manykitchens.coordinator.link;

import dev.manykitchens.core.resource.ResourceSpec;

import java.time.Duration;
import java.util.Map;

/// What a worker is told when it is taken.
///
/// @param worker the name it goes by
/// @param heartbeat how often it must send a heartbeat
/// @param silence without a word from here for so long it gives the stream up
/// @param resources the named resources that jobs of every batch may use
/// @param prefetch how many chunks may wait at each of its threads
/// @param resumed whether it was waited for and keeps the leases that it had
public record Greeting(
        String worker,
        Duration heartbeat,
        Duration silence,
        Map<String, ResourceSpec> resources,
        int prefetch,
        boolean resumed) {

    public Greeting {
        resources = Map.copyOf(resources);
    }
}
