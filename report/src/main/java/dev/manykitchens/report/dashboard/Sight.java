package dev.manykitchens.report.dashboard;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// All pools at one moment, and what happened since the moment before.
///
/// @param poolsLeftOut how many more there are
/// @param bars jobs that ended; null when none did
/// @param barsLeftOut how many more ended than there are in the bars
/// @param freshNews what happened
/// @param allNews the newest news, those included
/// @param comparison the pools of a comparison; empty when none goes on
/// @param stage what is played, or was last; null before the first
/// @param forgotten the totals of pools that are shown no more
/// @param fine the figures since the moment before
/// @param coarse those since the last whole second; null when none has passed
record Sight(
        long atNanos,
        List<PoolSight> pools,
        int poolsLeftOut,
        @Nullable BarColumns bars,
        long barsLeftOut,
        List<Frame.NewsRow> freshNews,
        List<Frame.NewsRow> allNews,
        List<ComparisonRow> comparison,
        @Nullable StageRow stage,
        Frame.TotalsRow forgotten,
        SeriesPoint fine,
        @Nullable SeriesPoint coarse) {

    /// All pools together.
    Frame.TotalsRow totals() {
        return pools.stream().map(PoolSight::totals).reduce(forgotten, Frame.TotalsRow::plus);
    }
}
