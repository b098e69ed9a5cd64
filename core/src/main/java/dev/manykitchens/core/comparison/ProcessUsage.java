package dev.manykitchens.core.comparison;

/// What some processes used together, up to one moment.
///
/// @param cpuNanos processor time of all their threads since they started
/// @param residentBytes main memory they hold now
public record ProcessUsage(long cpuNanos, long residentBytes) {}
