package dev.manykitchens.report.dashboard;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The scene that is played, or was played last.
///
/// @param playing whether it goes on
/// @param again whether it begins anew when it is over
/// @param times how often it has come to its end
/// @param verdict what came of it, in words; empty while nothing has
/// @param promises what it promised so far
public record StageRow(
        String scene,
        boolean playing,
        boolean again,
        int times,
        String verdict,
        List<PromiseRow> promises) {

    public StageRow {
        promises = List.copyOf(promises);
    }

    /// One promise beside what was measured.
    ///
    /// @param label the pool, or what is looked at
    /// @param measured null until it was, as the next
    /// @param kept whether the promise was kept
    /// @param remark what else is worth saying; may be empty
    public record PromiseRow(
            String label,
            String promised,
            @Nullable String measured,
            @Nullable Boolean kept,
            String remark) {}
}
