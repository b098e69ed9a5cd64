package dev.manykitchens.report.run;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Which pool to take.
///
/// @param pool its name
/// @param within 0 for a load, which asks for no speed; else how much slower than the fastest a
///   pool may be, as a part of its time
/// @param goal the goal for response times as it was given; null without one
/// @param goalMet whether any pool keeps it; null without one
/// @param sentence what to take and why
/// @param price what it costs: processes, threads, memory, start-up
/// @param snippets how to get such a pool in a program
public record AdviceEntry(
        String pool,
        double within,
        @Nullable String goal,
        @Nullable Boolean goalMet,
        String sentence,
        String price,
        List<Snippet> snippets) {

    public AdviceEntry {
        snippets = Absent.orEmpty(snippets);
    }

    /// A few lines of code.
    ///
    /// @param language `java`, `python` or `sh`
    public record Snippet(String language, String title, String code) {}
}
