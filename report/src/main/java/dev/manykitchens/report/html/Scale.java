package dev.manykitchens.report.html;

import java.util.ArrayList;
import java.util.List;

/// Places figures along an axis, in percent of its length.
///
/// @param low the figure at its beginning
/// @param high the figure at its end, above `low`
/// @param logarithmic whether equal lengths stand for equal ratios rather than equal differences
/// @param ticks the figures to write below it
record Scale(double low, double high, boolean logarithmic, List<Double> ticks) {

    /// So many labels fit on a phone.
    private static final int MOST_TICKS = 5;

    /// Ticks this close together would round to one another; nothing that is drawn is so small.
    private static final double LEAST = 1e-12;

    private static final double[] STEPS = {1, 2, 2.5, 5, 10};

    Scale {
        if (!(low < high) || (logarithmic && low <= 0)) {
            throw new IllegalArgumentException(
                    "a scale must lead upwards, and a logarithmic one from above 0, was from %s to %s"
                            .formatted(low, high));
        }
        ticks = List.copyOf(ticks);
    }

    /// From 0 to this figure or a little more; to 1 when it is too small to be drawn.
    static Scale linear(double most) {
        double high = most > LEAST ? most : 1;
        double step = step(high / (MOST_TICKS - 1));
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i * step <= high * 1.0001; i++) {
            ticks.add(i * step);
        }
        return new Scale(0, high * 1.02, false, ticks);
    }

    /// From one figure to the other; 0 and below count as the smallest that can be shown.
    static Scale logarithmic(double least, double most) {
        double low = Math.max(1e-9, least);
        double high = Math.max(low * 1.25, most);
        List<Double> ticks = powers(low, high, new double[] {1});
        if (ticks.size() < 2) {
            ticks = powers(low, high, new double[] {1, 2, 5});
        }
        if (ticks.isEmpty()) {
            ticks = List.of(low, high);
        }
        int every = (ticks.size() + MOST_TICKS - 1) / MOST_TICKS;
        List<Double> kept = new ArrayList<>();
        for (int i = 0; i < ticks.size(); i += Math.max(1, every)) {
            kept.add(ticks.get(i));
        }
        return new Scale(low, high, true, kept);
    }

    /// Sizes of pools: each doubling is as long as the other.
    static Scale doublings(int least, int most) {
        List<Double> ticks = new ArrayList<>();
        for (long size = 1; size <= most; size *= 2) {
            if (size >= least) {
                ticks.add((double) size);
            }
        }
        while (ticks.size() > 2 * MOST_TICKS - 3) {
            for (int i = ticks.size() - 2; i > 0; i -= 2) {
                ticks.remove(i);
            }
        }
        return new Scale(Math.max(0.5, least / 1.15), most * 1.15, true, ticks);
    }

    /// Where a figure stands, from 0 to 100.
    double percent(double figure) {
        double share =
                logarithmic
                        ? Math.log(Math.max(low, figure) / low) / Math.log(high / low)
                        : (figure - low) / (high - low);
        return 100 * Math.clamp(share, 0, 1);
    }

    private static double step(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double step : STEPS) {
            if (step * power >= least * 0.9999) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private static List<Double> powers(double low, double high, double[] digits) {
        List<Double> ticks = new ArrayList<>();
        for (int power = (int) Math.floor(Math.log10(low));
                power <= Math.ceil(Math.log10(high));
                power++) {
            for (double digit : digits) {
                double tick = digit * Math.pow(10, power);
                if (tick >= low * 0.9999 && tick <= high * 1.0001) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }
}
