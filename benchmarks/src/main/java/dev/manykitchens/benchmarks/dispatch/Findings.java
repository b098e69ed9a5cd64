package dev.manykitchens.benchmarks.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/// What one section found, as it comes.
final class Findings {

    private final String section;
    private final List<Finding> all = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Findings(String section) {
        this.section = section;
    }

    void add(String what, String ours, String yardstick, Spread ratio, Bound bound) {
        all.add(new Finding(section, what, ours, yardstick, ratio, bound));
    }

    /// Adds one side of an alternation over another.
    ///
    /// @param unit writes a figure of theirs
    void add(
            String what,
            Alternation sides,
            int ours,
            int yardstick,
            DoubleFunction<String> unit,
            Bound bound) {
        add(
                what,
                unit.apply(sides.median(ours)),
                unit.apply(sides.median(yardstick)),
                sides.ratio(ours, yardstick),
                bound);
    }

    /// Says something that is no figure, such as why there is none; a sentence.
    void note(String sentence) {
        notes.add(section + ": " + sentence);
    }

    List<Finding> all() {
        return List.copyOf(all);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }
}
