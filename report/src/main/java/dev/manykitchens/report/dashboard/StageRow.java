package dev.manykitchens.report.dashboard;

import com.fasterxml.jackson.annotation.JsonProperty;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What is played, or was played last: a scene, or a scenario on a pool.
///
/// @param kind what it is
/// @param name what it is called
/// @param pool the one that it is played on, of those that were offered for it; null where it
///   brings its own
/// @param playing whether it goes on
/// @param ending how it ended; null while it goes on
/// @param again whether it begins anew when it is over
/// @param times how often it has come to its end
/// @param verdict what came of it, in words: the reason where it failed; empty while nothing has
/// @param promises what it promised so far, and what was measured
public record StageRow(
        Piece.Kind kind,
        String name,
        @Nullable String pool,
        boolean playing,
        @Nullable Ending ending,
        boolean again,
        int times,
        String verdict,
        List<PromiseRow> promises) {

    /// How something that was played ends.
    public enum Ending {
        /// As it should.
        @JsonProperty("played")
        PLAYED,
        /// Somebody stopped it.
        @JsonProperty("stopped")
        STOPPED,
        /// It could not go on.
        @JsonProperty("failed")
        FAILED
    }

    public StageRow {
        promises = List.copyOf(promises);
        if (playing != (ending == null)) {
            throw new IllegalArgumentException(
                    "what is played has no ending, and what is over has one, %s had %s"
                            .formatted(name, ending));
        }
    }

    /// That it is played, or how it ended.
    String inWords() {
        String what = pool == null ? name : name + " on " + pool;
        String why = verdict.isEmpty() ? "" : ": " + verdict;
        return switch (ending) {
            case null -> what + " is played";
            case PLAYED -> what + " is over" + why;
            case STOPPED -> what + " was stopped";
            case FAILED -> what + " failed" + why;
        };
    }

    /// What was measured, beside what was promised.
    ///
    /// @param label the pool, or what is looked at
    /// @param promised null where nothing was
    /// @param measured null until it was
    /// @param kept whether the promise was kept; null until that is known, and without a promise
    /// @param remark what else is worth saying; may be empty
    public record PromiseRow(
            String label,
            @Nullable String promised,
            @Nullable String measured,
            @Nullable Boolean kept,
            String remark) {}
}
