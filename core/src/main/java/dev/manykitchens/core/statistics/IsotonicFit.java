package dev.manykitchens.core.statistics;

import java.util.Arrays;

/// The non-decreasing curve that lies closest to points, by weighted least squares: for figures
/// that can only grow with what they were measured at, and are noisy.
///
/// Found by pooling adjacent violators (Ayer, Brunk, Ewing, Reid and Silverman, *An Empirical
/// Distribution Function for Sampling with Incomplete Information*, Annals of Mathematical
/// Statistics 26, 1955): neighbours that fall are replaced by their mean until none do. Immutable.
public final class IsotonicFit {

    private final double[] at;
    private final double[] fitted;

    private IsotonicFit(double[] at, double[] fitted) {
        this.at = at;
        this.fitted = fitted;
    }

    /// The curve through points.
    ///
    /// @param at where each was measured, rising
    /// @param values what was measured there
    /// @param weights how much each counts, above 0
    /// @throws IllegalArgumentException without points, or when the three are not equally many
    public static IsotonicFit of(double[] at, double[] values, double[] weights) {
        int count = at.length;
        if (count == 0 || values.length != count || weights.length != count) {
            throw new IllegalArgumentException(
                    "a fit needs points with a value and a weight each, had %d, %d and %d"
                            .formatted(count, values.length, weights.length));
        }
        // Blocks of points with one level: the last point, the level and the weight of each.
        int[] last = new int[count];
        double[] level = new double[count];
        double[] weight = new double[count];
        int blocks = 0;
        for (int point = 0; point < count; point++) {
            last[blocks] = point;
            level[blocks] = values[point];
            weight[blocks] = weights[point];
            blocks++;
            while (blocks > 1 && level[blocks - 2] > level[blocks - 1]) {
                double both = weight[blocks - 2] + weight[blocks - 1];
                level[blocks - 2] =
                        (level[blocks - 2] * weight[blocks - 2]
                                        + level[blocks - 1] * weight[blocks - 1])
                                / both;
                weight[blocks - 2] = both;
                last[blocks - 2] = point;
                blocks--;
            }
        }
        double[] fitted = new double[count];
        int from = 0;
        for (int block = 0; block < blocks; block++) {
            Arrays.fill(fitted, from, last[block] + 1, level[block]);
            from = last[block] + 1;
        }
        return new IsotonicFit(at.clone(), fitted);
    }

    /// Where the curve, straight between its points, reaches a level.
    ///
    /// @return negative infinity when it is there or above from the first point on, positive
    ///   infinity when it stays below
    public double crossing(double level) {
        int point = 0;
        while (point < fitted.length && fitted[point] < level) {
            point++;
        }
        if (point == 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (point == fitted.length) {
            return Double.POSITIVE_INFINITY;
        }
        double way = (level - fitted[point - 1]) / (fitted[point] - fitted[point - 1]);
        return at[point - 1] + way * (at[point] - at[point - 1]);
    }
}
