package dev.manykitchens.benchmarks.real;

import org.apache.commons.statistics.descriptive.Median;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How far simulations of pools of one kind are off, whichever way.
///
/// @param bounds what that is held against
/// @param cells all of that kind
record Errors(Bounds bounds, List<Cell> cells) {

    Errors {
        cells = List.copyOf(cells);
    }

    /// Of those cells that have these bounds.
    static Errors within(Bounds bounds, List<Cell> all) {
        return new Errors(
                bounds, all.stream().filter(cell -> cell.bounds().equals(bounds)).toList());
    }

    /// NaN of none.
    double median() {
        return Median.withDefaults()
                .evaluate(cells.stream().mapToDouble(cell -> Math.abs(cell.error())).toArray());
    }

    /// The one that is furthest off.
    Optional<Cell> worst() {
        return cells.stream().max(Comparator.comparingDouble(cell -> Math.abs(cell.error())));
    }

    /// Whether both bounds hold; without any cell they do not.
    boolean hold() {
        return median() <= bounds.median()
                && worst().isPresent()
                && Math.abs(worst().get().error()) <= bounds.worst();
    }

    /// One line for people.
    ///
    /// @param kind what pools these are
    String sentence(String kind) {
        return worst().map(cell ->
                        String.format(
                                Locale.ROOT,
                                "%s, %d cells: median error %.1f %% (at most %.0f %%), worst %.1f %% of %s on %s (at most %.0f %%): %s",
                                kind,
                                cells.size(),
                                100 * median(),
                                100 * bounds.median(),
                                100 * Math.abs(cell.error()),
                                cell.scenario(),
                                cell.pool(),
                                100 * bounds.worst(),
                                hold() ? "holds" : "does not hold"))
                .orElseGet(() -> kind + ": nothing was measured");
    }
}
