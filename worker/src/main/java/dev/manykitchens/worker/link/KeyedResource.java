package dev.manykitchens.worker.link;

import dev.manykitchens.core.resource.ResourceSpec;

/// What stands behind a resource's name in a batch.
///
/// @param key what it is called towards the coordinator; batches that give the same key share it
/// @param spec how many permits, and who shares them
public record KeyedResource(String key, ResourceSpec spec) {}
