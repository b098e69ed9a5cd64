package dev.manykitchens.core.load;

import dev.manykitchens.core.measurement.Latency;

/// What the one thread that hands jobs in did to the figures.
///
/// @param late how long after their intended start jobs were handed in, without the time in which
///   the pool was taking others. It is part of every response, and not the pool's doing
/// @param handingIn the share of the time in which the pool was taking a job, from 0 to 1; a pool
///   that runs jobs on the calling thread runs them in it
public record GeneratorFigures(Latency late, double handingIn) {}
