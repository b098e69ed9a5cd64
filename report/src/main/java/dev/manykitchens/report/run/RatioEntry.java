package dev.manykitchens.report.run;

import org.jspecify.annotations.Nullable;

/// A figure and its 95 % interval; null stands for what is not known.
public record RatioEntry(@Nullable Double ratio, @Nullable Double low, @Nullable Double high) {}
