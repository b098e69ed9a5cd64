package dev.manykitchens.report.run;

import org.jspecify.annotations.Nullable;

/// The mean of a figure over replications with its 95 % interval; null stands for what is not
/// known.
public record IntervalEntry(@Nullable Double mean, @Nullable Double low, @Nullable Double high) {

    /// Half of the interval; NaN when it is not known.
    public double halfWidth() {
        return low == null || high == null ? Double.NaN : (high - low) / 2;
    }
}
