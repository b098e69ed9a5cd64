package dev.manykitchens.core.comparison;

/// What some processes used together, up to one moment.
///
/// @param cpuNanos processor time of all their threads since they started
/// @param residentBytes main memory they hold now
/// @param hostBusyNanos time that all cores of this host together were not idle, or were taken away
///   by other machines on the same hardware, since it started
public record ProcessUsage(long cpuNanos, long residentBytes, long hostBusyNanos) {}
