package dev.manykitchens.core.scaling;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealVector;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Fits a [ScalingLaw] to throughputs by least squares.
///
/// Turned upside down the law is linear in its parameters: `n/X = a + b(n-1) + cn(n-1)` with `λ =
/// 1/a`, `σ = b/a` and `κ = c/a`. Every point is weighted by `X/n`, so that what is made small is
/// the relative error. Neither `b` nor `c` may be negative, and `b` not above `a`: of the fits with
/// terms left out, or `b` tied to `a`, the best that is within these bounds is taken, which is the
/// exact solution.
final class LawFit {

    private LawFit() {}

    /// How the term of contention takes part.
    private enum Contention {
        NONE,
        FREE,
        /// σ = 1: all workers queue for all of the work.
        ALL
    }

    /// The law with both terms; needs three sizes.
    static ScalingLaw universal(int[] sizes, double[] throughputs) {
        return best(sizes, throughputs, true);
    }

    /// Amdahl's law; needs two sizes.
    static ScalingLaw amdahl(int[] sizes, double[] throughputs) {
        return best(sizes, throughputs, false);
    }

    private static ScalingLaw best(int[] sizes, double[] throughputs, boolean universal) {
        List<ScalingLaw> laws = new ArrayList<>();
        for (Contention contention : Contention.values()) {
            solve(sizes, throughputs, contention, false).ifPresent(laws::add);
            if (universal) {
                solve(sizes, throughputs, contention, true).ifPresent(laws::add);
            }
        }
        // Without any free term there is always a fit.
        return laws.stream()
                .min(Comparator.comparingDouble(law -> error(law, sizes, throughputs)))
                .orElseThrow();
    }

    private static Optional<ScalingLaw> solve(
            int[] sizes, double[] throughputs, Contention contention, boolean coherence) {
        int columns = 1 + (contention == Contention.FREE ? 1 : 0) + (coherence ? 1 : 0);
        if (columns > sizes.length) {
            return Optional.empty();
        }
        double[][] rows = new double[sizes.length][columns];
        double[] ones = new double[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            double size = sizes[i];
            double weight = throughputs[i] / size;
            rows[i][0] = contention == Contention.ALL ? weight * size : weight;
            if (contention == Contention.FREE) {
                rows[i][1] = weight * (size - 1);
            }
            if (coherence) {
                rows[i][columns - 1] = weight * size * (size - 1);
            }
            ones[i] = 1;
        }
        RealVector solution =
                new QRDecomposition(new Array2DRowRealMatrix(rows))
                        .getSolver()
                        .solve(new ArrayRealVector(ones));
        double a = solution.getEntry(0);
        double b =
                switch (contention) {
                    case NONE -> 0;
                    case FREE -> solution.getEntry(1);
                    case ALL -> a;
                };
        double c = coherence ? solution.getEntry(columns - 1) : 0;
        return a > 0 && b >= 0 && b <= a && c >= 0
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
