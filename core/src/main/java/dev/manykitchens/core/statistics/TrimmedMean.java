package dev.manykitchens.core.statistics;

import org.apache.commons.statistics.descriptive.Mean;

import java.util.Arrays;

/// The mean of what is left when the smallest and the largest figures are left out.
public final class TrimmedMean {

    private TrimmedMean() {}

    /// The trimmed mean.
    ///
    /// @param values in any order
    /// @param part how much to leave out at each end, from 0 to below a half; rounded down to whole
    ///   values
    /// @return NaN without values
    public static double of(double[] values, double part) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int trimmed = (int) (part * sorted.length);
        return Mean.ofRange(sorted, trimmed, sorted.length - trimmed).getAsDouble();
    }
}
