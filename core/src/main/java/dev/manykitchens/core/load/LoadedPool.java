package dev.manykitchens.core.load;

import dev.manykitchens.core.comparison.PoolMeasurement;

import java.util.Optional;

/// A pool of a [LoadComparison].
///
/// @param pool what it is and how it was warmed up; it has no rounds
/// @param load what it did; empty when it was stopped before its load began
public record LoadedPool(PoolMeasurement pool, Optional<LoadMeasurement> load) {}
