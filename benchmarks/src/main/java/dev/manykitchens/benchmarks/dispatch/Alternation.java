package dev.manykitchens.benchmarks.dispatch;

import java.util.Arrays;

/// Several sides measured in turns, A B A B …, so that a machine that is busy for a while is so for
/// all of them.
///
/// @param figures one row a side, one figure a round
record Alternation(double[][] figures) {

    /// Warms every side up and measures all in turns.
    static Alternation of(Effort effort, Measure... sides) throws Exception {
        double[][] figures = new double[sides.length][effort.rounds()];
        for (int round = -effort.warmUps(); round < effort.rounds(); round++) {
            for (int side = 0; side < sides.length; side++) {
                double figure = sides[side].take();
                if (round >= 0) {
                    figures[side][round] = figure;
                }
            }
        }
        return new Alternation(figures);
    }

    /// The middle figure of one side.
    double median(int side) {
        return Spread.of(figures[side]).median();
    }

    /// One side's figures over another's, round by round.
    Spread ratio(int side, int over) {
        double[] ratios = new double[figures[side].length];
        Arrays.setAll(ratios, round -> figures[side][round] / figures[over][round]);
        return Spread.of(ratios);
    }
}
