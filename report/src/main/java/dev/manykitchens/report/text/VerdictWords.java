package dev.manykitchens.report.text;

import dev.manykitchens.core.comparison.Ratio;
import dev.manykitchens.core.comparison.Verdict;

import java.util.ArrayList;
import java.util.List;

/// A verdict in words, one line each:
///
/// ```
/// `processes:2` ran 1.94 ± 0.05 times faster than `sequential`
/// `processes:2` ran 1.81 times faster than `async` (1.42 to 3.22)
/// no difference shown between `processes:2` and `threads:2`
/// ```
///
/// The figure after ± is half of the 95 % interval of the ratio. It stands only where it says what
/// the interval says: the interval lies about evenly around the ratio, and half of it is less than
/// half of what the ratio is above 1. Everywhere else both ends are given, in brackets.
public final class VerdictWords {

    /// An interval is about even when its middle is off the ratio by at most this part of its half.
    private static final double MOST_SKEW = 0.2;

    /// A ± is at most this part of what the ratio is above 1.
    private static final double MOST_MARGIN = 0.5;

    /// More decimals are not written, however close to 1 an interval comes.
    private static final int MOST_DECIMALS = 4;

    private VerdictWords() {}

    /// The lines of a verdict.
    public static List<String> of(Verdict verdict) {
        if (verdict.fastest().isEmpty()) {
            return List.of("no pool can be judged: none has a complete round without failed jobs");
        }
        String fastest = verdict.fastest().get();
        if (verdict.over().isEmpty()) {
            return List.of("`%s` has nothing to be compared with".formatted(fastest));
        }
        List<String> lines = new ArrayList<>();
        for (Verdict.Over over : verdict.over()) {
            lines.add(line(fastest, over.pool(), over.ratio()));
        }
        return lines;
    }

    private static String line(String fastest, String other, Ratio ratio) {
        if (!ratio.showsDifference()) {
            return "no difference shown between `%s` and `%s`".formatted(fastest, other);
        }
        int decimals = decimals(ratio);
        double smallest = Math.pow(10, -decimals);
        double margin = Math.max(smallest, ratio.margin());
        return isEven(ratio, smallest) && margin < MOST_MARGIN * (ratio.ratio() - 1)
                ? "`%s` ran %s ± %s times faster than `%s`"
                        .formatted(
                                fastest,
                                Figures.decimal(ratio.ratio(), decimals),
                                Figures.decimal(margin, decimals),
                                other)
                : "`%s` ran %s times faster than `%s` (%s to %s)"
                        .formatted(
                                fastest,
                                Figures.decimal(ratio.ratio(), decimals),
                                other,
                                Figures.decimal(ratio.low(), decimals),
                                Figures.decimal(ratio.high(), decimals));
    }

    /// Whether the interval lies about evenly around the ratio, as far as the digits written show.
    private static boolean isEven(Ratio ratio, double smallest) {
        double skew = Math.abs((ratio.low() + ratio.high()) / 2 - ratio.ratio());
        return skew <= Math.max(MOST_SKEW * ratio.margin(), smallest / 2);
    }

    /// As many decimals as a ratio of this size has; more where a difference would otherwise be
    /// claimed beside an end that reads as 1.
    private static int decimals(Ratio ratio) {
        int decimals = Figures.decimalsOfRatio(ratio.ratio());
        while (decimals < MOST_DECIMALS
                && Double.parseDouble(Figures.decimal(ratio.low(), decimals)) <= 1) {
            decimals++;
        }
        return decimals;
    }
}
