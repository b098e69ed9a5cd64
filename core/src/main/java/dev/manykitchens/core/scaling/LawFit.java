package dev.manykitchens.core.scaling;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealVector;

import java.util.Optional;

/// Fits a [ScalingLaw] to throughputs by least squares.
///
/// Turned upside down the law is linear in its parameters: `n/X = a + b(n-1) + cn(n-1)` with `λ =
/// 1/a`, `σ = b/a` and `κ = c/a`. Every point is weighted by `X/n`, so that what is made small is
/// the relative error. Neither `b` nor `c` may be negative: of the fits with one or both left out
/// the best is taken, which for two such bounds is the exact solution.
final class LawFit {

    private LawFit() {}

    /// The law with both terms; needs three sizes.
    static ScalingLaw universal(int[] sizes, double[] throughputs) {
        return best(
                sizes, throughputs, new boolean[][] {{true, true}, {true, false}, {false, true}});
    }

    /// Amdahl's law; needs two sizes.
    static ScalingLaw amdahl(int[] sizes, double[] throughputs) {
        return best(sizes, throughputs, new boolean[][] {{true, false}});
    }

    private static ScalingLaw best(int[] sizes, double[] throughputs, boolean[][] choices) {
        ScalingLaw best = null;
        double least = Double.POSITIVE_INFINITY;
        for (boolean[] terms : choices) {
            Optional<ScalingLaw> law = solve(sizes, throughputs, terms[0], terms[1]);
            if (law.isPresent()) {
                double error = error(law.get(), sizes, throughputs);
                if (error < least) {
                    least = error;
                    best = law.get();
                }
            }
        }
        // Without any term there is always a fit: throughput grows with the size.
        return best != null ? best : solve(sizes, throughputs, false, false).orElseThrow();
    }

    private static Optional<ScalingLaw> solve(
            int[] sizes, double[] throughputs, boolean contention, boolean coherence) {
        int columns = 1 + (contention ? 1 : 0) + (coherence ? 1 : 0);
        if (columns > sizes.length) {
            return Optional.empty();
        }
        double[][] rows = new double[sizes.length][columns];
        double[] ones = new double[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            double size = sizes[i];
            double weight = throughputs[i] / size;
            int column = 0;
            rows[i][column++] = weight;
            if (contention) {
                rows[i][column++] = weight * (size - 1);
            }
            if (coherence) {
                rows[i][column] = weight * size * (size - 1);
            }
            ones[i] = 1;
        }
        RealVector solution =
                new QRDecomposition(new Array2DRowRealMatrix(rows))
                        .getSolver()
                        .solve(new ArrayRealVector(ones));
        double a = solution.getEntry(0);
        double b = contention ? solution.getEntry(1) : 0;
        double c = coherence ? solution.getEntry(columns - 1) : 0;
        return a > 0 && b >= 0 && c >= 0
                ? Optional.of(new ScalingLaw(1 / a, b / a, c / a))
                : Optional.empty();
    }

    /// What the fit makes small: the squares of the relative errors of `n/X`.
    private static double error(ScalingLaw law, int[] sizes, double[] throughputs) {
        double sum = 0;
        for (int i = 0; i < sizes.length; i++) {
            double relative = throughputs[i] / law.throughput(sizes[i]) - 1;
            sum += relative * relative;
        }
        return sum;
    }
}
