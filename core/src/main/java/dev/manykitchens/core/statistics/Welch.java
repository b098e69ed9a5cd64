package dev.manykitchens.core.statistics;

import org.apache.commons.statistics.descriptive.Variance;
import org.apache.commons.statistics.distribution.TDistribution;

import java.util.Arrays;

/// How far a ratio of two means may be off, by normal theory for the logarithms of what was
/// measured: Welch's interval for samples of different spread (*The Generalization of "Student's"
/// Problem when Several Different Population Variances are Involved*, Biometrika 34, 1947).
public final class Welch {

    private static final double TAIL = 0.025;

    private Welch() {}

    /// The 95 % interval of the ratio goes from the ratio divided by this to the ratio times this.
    ///
    /// @param first figures above 0, at least two of them
    /// @param second the same of the other sample
    /// @return 1 when neither has any spread
    public static double factor(double[] first, double[] second) {
        double ofFirst = varianceOfMean(first);
        double ofSecond = varianceOfMean(second);
        double both = ofFirst + ofSecond;
        if (both == 0) {
            return 1;
        }
        // Welch and Satterthwaite's degrees of freedom, from 1 to n + m - 2.
        double freedom =
                both
                        * both
                        / (ofFirst * ofFirst / (first.length - 1)
                                + ofSecond * ofSecond / (second.length - 1));
        double t = TDistribution.of(freedom).inverseSurvivalProbability(TAIL);
        return Math.exp(t * Math.sqrt(both));
    }

    private static double varianceOfMean(double[] figures) {
        double[] logs = Arrays.stream(figures).map(Math::log).toArray();
        return Variance.of(logs).getAsDouble() / logs.length;
    }
}
