package dev.manykitchens.report.text;

import dev.manykitchens.core.comparison.Ratio;
import dev.manykitchens.core.comparison.Verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A verdict in words, one line each:
///
/// ```
/// `processes:2` ran 1.94 ± 0.05 times faster than `sequential`
/// no difference shown between `processes:2` and `threads:2`
/// ```
///
/// The figure after ± is half the width of the 95 % interval of the ratio.
public final class VerdictWords {

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
        return "`%s` ran %s ± %s times faster than `%s`"
                .formatted(fastest, Figures.ratio(ratio.ratio()), margin(ratio), other);
    }

    /// As many decimals as the ratio has, but never a bare zero.
    private static String margin(Ratio ratio) {
        int decimals = ratio.ratio() >= 100 ? 0 : ratio.ratio() >= 20 ? 1 : 2;
        double smallest = Math.pow(10, -decimals);
        return String.format(
                Locale.ROOT, "%." + decimals + "f", Math.max(smallest, ratio.margin()));
    }
}
