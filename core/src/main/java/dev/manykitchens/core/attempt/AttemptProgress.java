package dev.manykitchens.core.attempt;

import dev.manykitchens.core.event.JobStage;

/// How far an attempt is that has begun and not ended.
///
/// @param job position in the batch
/// @param attempt which try it is, from 1
/// @param startedNanos when it began, `System.nanoTime`; 0 when nobody reads its times
/// @param stage what it does now
/// @param resource the named resource that it waits for; empty when it waits for none
public record AttemptProgress(
        int job, int attempt, long startedNanos, JobStage stage, String resource) {}
