package dev.manykitchens.core.statistics;

/// A figure with its 95 % interval.
///
/// @param value the best guess; NaN when not known
/// @param low lower end of the interval; NaN when not known
/// @param high upper end of the interval; NaN when not known
public record Estimate(double value, double low, double high) {}
