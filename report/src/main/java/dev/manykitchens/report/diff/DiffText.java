package dev.manykitchens.report.diff;

import dev.manykitchens.core.comparison.Ratio;
import dev.manykitchens.core.measurement.Times;
import dev.manykitchens.report.diff.RunDiff.Change;
import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.text.Figures;
import dev.manykitchens.report.text.TextTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Two runs side by side in a table, and what that means in sentences.
public final class DiffText {

    private DiffText() {}

    /// One row for each pool that both runs have.
    public static String table(RunDiff diff, int width) {
        return new TextTable<Row>()
                .text("pool", TextTable.ALWAYS, Row::pool)
                .figure("before", TextTable.ALWAYS, Row::before)
                .figure("after", TextTable.ALWAYS, Row::after)
                .figure("after/before (95 %)", TextTable.ALWAYS, Row::ratio)
                .figure("change", 1, Row::change)
                .figure("rounds", 2, Row::rounds)
                .render(rows(diff), width);
    }

    /// One pool that both runs have, as figures to read.
    ///
    /// @param ratio time after over time before, with its interval
    /// @param difference whether the interval leaves out 1
    public record Row(
            String pool,
            String before,
            String after,
            String ratio,
            String change,
            String rounds,
            boolean difference) {}

    /// The rows of the table.
    public static List<Row> rows(RunDiff diff) {
        return diff.pools().stream()
                .map(change ->
                        new Row(
                                change.pool(),
                                time(change.timesBefore()),
                                time(change.timesAfter()),
                                interval(change.time()),
                                percent(change.time()),
                                rounds(change),
                                change.time().showsDifference()))
                .toList();
    }

    /// That both were simulated, if they were; one line a pool; then what only one of the runs has.
    public static List<String> words(RunDiff diff) {
        List<String> lines = new ArrayList<>();
        if (diff.simulated()) {
            lines.add("both runs were simulated: their times were computed, not measured");
        }
        diff.pools().forEach(change -> lines.add(words(change)));
        diff.onlyBefore()
                .forEach(pool -> lines.add("`%s` is only in the first run".formatted(pool)));
        diff.onlyAfter()
                .forEach(pool -> lines.add("`%s` is only in the second run".formatted(pool)));
        return lines;
    }

    /// What became of one pool.
    private static String words(Change change) {
        Ratio time = change.time();
        if (Double.isNaN(time.ratio())) {
            return "`%s` cannot be compared: %s"
                    .formatted(change.pool(), reason(change.before(), change.after()));
        }
        if (!time.showsDifference()) {
            return "no difference shown for `%s`".formatted(change.pool())
                    + (Double.isNaN(time.low()) ? ": one round has no interval" : "");
        }
        return time.low() > 1
                ? "`%s` takes %s times as long as before (%s)"
                        .formatted(change.pool(), Figures.ratio(time.ratio()), ends(time))
                : "`%s` ran %s times faster than before (%s)"
                        .formatted(
                                change.pool(),
                                Figures.ratio(1 / time.ratio()),
                                ends(new Ratio(1 / time.ratio(), 1 / time.high(), 1 / time.low())));
    }

    private static String reason(PoolEntry before, PoolEntry after) {
        if (before.failed() > 0 || after.failed() > 0) {
            return "%s failed before, %s after"
                    .formatted(
                            Figures.count(before.failed(), "job"), Figures.count(after.failed()));
        }
        return "one of the runs has no complete round of it";
    }

    private static String time(Times times) {
        return Figures.time(times.mean(), times.stddev());
    }

    private static String interval(Ratio time) {
        return Double.isNaN(time.low())
                ? Figures.ratio(time.ratio())
                : "%s (%s)".formatted(Figures.ratio(time.ratio()), ends(time));
    }

    /// More decimals where an end would read as 1 beside a difference.
    private static String ends(Ratio ratio) {
        int decimals = Figures.decimalsOfRatio(ratio.ratio());
        while (decimals < 4
                && ratio.showsDifference()
                && (isOne(ratio.low(), decimals) || isOne(ratio.high(), decimals))) {
            decimals++;
        }
        return "%s to %s"
                .formatted(
                        Figures.decimal(ratio.low(), decimals),
                        Figures.decimal(ratio.high(), decimals));
    }

    private static boolean isOne(double ratio, int decimals) {
        return Double.parseDouble(Figures.decimal(ratio, decimals)) == 1;
    }

    private static String percent(Ratio time) {
        return Double.isNaN(time.ratio())
                ? Figures.UNKNOWN
                : String.format(Locale.ROOT, "%+.1f %%", (time.ratio() - 1) * 100);
    }

    private static String rounds(Change change) {
        return Figures.count(change.before().times().length)
                + ", "
                + Figures.count(change.after().times().length);
    }
}
