package dev.manykitchens.core.cluster;

/// Somebody who is connected and can submit batches.
///
/// @param facts who it is
/// @param batches how many of its batches are not finished
public record ClientRow(ClusterFacts.OfClient facts, int batches) {}
