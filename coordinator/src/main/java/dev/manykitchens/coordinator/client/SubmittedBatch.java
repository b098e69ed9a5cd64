package dev.manykitchens.coordinator.client;

/// A batch that a coordinator keeps.
///
/// @param number the coordinator's number for it
/// @param already whether it was there before this client handed it in, under the same key
public record SubmittedBatch(long number, boolean already) {}
