package dev.manykitchens.core.name;

import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds the name that a mistyped one probably meant.
public final class Nearest {

    private Nearest() {}

    /// The nearest known name, when at most a third of its letters differ; two that changed places
    /// count as one.
    public static Optional<String> to(String typed, Collection<String> known) {
        DamerauLevenshteinDistance distance = new DamerauLevenshteinDistance();
        return known.stream()
                .min(Comparator.comparingInt(name -> distance.apply(typed, name)))
                .filter(name -> distance.apply(typed, name) <= Math.max(1, name.length() / 3));
    }

    /// "did you mean X?", or `otherwise` when nothing is near.
    public static String suggestion(String typed, Collection<String> known, String otherwise) {
        return to(typed, known).map(name -> "did you mean " + name + "?").orElse(otherwise);
    }
}
