package dev.manykitchens.core.load;

import dev.manykitchens.core.comparison.ComparisonOptions;
import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.cost.ThreadCost;
import dev.manykitchens.core.job.Batch;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/// What the pools did under the same load, in the order they were named.
///
/// @param batch the jobs that came, over and over
/// @param plan what load it was
/// @param pools one entry each
/// @param partial whether it was stopped before its end
public record LoadResult(Batch batch, LoadPlan plan, List<LoadedPool> pools, boolean partial) {

    public LoadResult {
        pools = List.copyOf(pools);
        if (pools.isEmpty()) {
            throw new IllegalArgumentException("a load needs at least one pool, had none");
        }
    }

    /// Those that keep up first, then those of which it is not clear; among these, the shortest
    /// 99th percentile of response first. Those without a load stand last.
    public List<LoadedPool> ranked() {
        return pools.stream()
                .sorted(
                        Comparator.comparingInt(LoadResult::rank)
                                .thenComparingDouble(LoadResult::p99))
                .toList();
    }

    private static int rank(LoadedPool pool) {
        return pool.load()
                .map(load ->
                        switch (load.keepingUp().answer()) {
                            case YES, CLOSED -> 0;
                            case UNCLEAR -> 1;
                            case NO -> 2;
                        })
                .orElse(3);
    }

    private static double p99(LoadedPool pool) {
        return pool.load()
                .map(load ->
                        load.hasSettled()
                                ? load.response().p99()
                                : -load.counts().completedPerSecond())
                .orElse(0.0);
    }

    /// The same pools without any round.
    public ComparisonResult withoutRounds() {
        return new ComparisonResult(
                batch,
                new ComparisonOptions(
                        1,
                        plan.warmUpRounds(),
                        Duration.ZERO,
                        plan.warmUp().maxTime(),
                        plan.seed(),
                        false),
                pools.stream().map(LoadedPool::pool).toList(),
                ThreadCost.UNKNOWN,
                partial);
    }
}
