package dev.manykitchens.report.diff;

import dev.manykitchens.core.comparison.Ratio;
import dev.manykitchens.report.json.Json;
import dev.manykitchens.report.run.RatioEntry;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What `kitchen diff --json` prints: the JSON of schema `manykitchens.diff/1`, named in snake
/// case, times in seconds.
///
/// @param schema [#SCHEMA]
/// @param simulated whether the times of both runs come from simulations
/// @param pools those that both runs have
/// @param onlyBefore pools that only the first run has
/// @param onlyAfter pools that only the second run has
/// @param warnings what makes the two hard to compare
/// @param failIfSlower the part of its former time by which a pool may become slower; null without
///   a limit
/// @param tooSlow pools that became slower than that
public record DiffFile(
        String schema,
        boolean simulated,
        List<Entry> pools,
        List<String> onlyBefore,
        List<String> onlyAfter,
        List<String> warnings,
        @Nullable Double failIfSlower,
        List<String> tooSlow) {

    /// The name and version of the format.
    public static final String SCHEMA = "manykitchens.diff/1";

    /// One pool.
    ///
    /// @param before mean time in the first run; null when there is none
    /// @param after mean time in the second run; null when there is none
    /// @param time the second divided by the first: above 1 is slower; null ends where there are
    ///   too few rounds, null altogether where jobs failed
    /// @param difference whether the interval leaves out 1
    public record Entry(
            String pool,
            @Nullable Double before,
            @Nullable Double after,
            RatioEntry time,
            boolean difference) {}

    /// The file of a comparison of two runs.
    ///
    /// @param failIfSlower null without a limit
    public static DiffFile of(RunDiff diff, @Nullable Double failIfSlower) {
        return new DiffFile(
                SCHEMA,
                diff.simulated(),
                diff.pools().stream()
                        .map(change ->
                                new Entry(
                                        change.pool(),
                                        known(change.timesBefore().mean()),
                                        known(change.timesAfter().mean()),
                                        ratio(change.time()),
                                        change.time().showsDifference()))
                        .toList(),
                diff.onlyBefore(),
                diff.onlyAfter(),
                diff.warnings(),
                failIfSlower,
                failIfSlower == null
                        ? List.of()
                        : diff.slowerBy(failIfSlower).stream().map(RunDiff.Change::pool).toList());
    }

    /// The text to print.
    public String toJson() {
        return Json.write(this);
    }

    private static RatioEntry ratio(Ratio ratio) {
        return new RatioEntry(known(ratio.ratio()), known(ratio.low()), known(ratio.high()));
    }

    private static @Nullable Double known(double figure) {
        return Double.isFinite(figure) ? figure : null;
    }
}
