package dev.manykitchens.report.run;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The fastest pool against the others.
///
/// @param fastest null when no pool can be judged
/// @param words the same as sentences; a figure after ± is half of the 95 % interval
public record VerdictEntry(@Nullable String fastest, List<Over> over, List<String> words) {

    public VerdictEntry {
        over = Absent.orEmpty(over);
        words = Absent.orEmpty(words);
    }

    /// How many times faster the fastest is than this pool, and whether that is more than noise.
    public record Over(
            String pool,
            @Nullable Double ratio,
            @Nullable Double low,
            @Nullable Double high,
            boolean difference) {}
}
