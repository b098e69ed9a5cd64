package dev.manykitchens.report.run;

import org.jspecify.annotations.Nullable;

/// An estimate and its 95 % interval; null ends where too little was measured to have one.
public record EstimateEntry(double value, @Nullable Double low, @Nullable Double high) {}
