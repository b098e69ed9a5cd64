package dev.manykitchens.report.dashboard;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Makes frames of sights: what changed since the frame before, or everything. Not thread-safe.
final class FrameMaker {

    /// When nothing changes there is a frame nevertheless, so often: it says that all is well.
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// Thirty seconds of tenths, five minutes of seconds.
    private static final int POINTS = 300;

    /// The most bars that somebody who comes later is shown.
    private static final int MOST_RECENT_BARS = 5_000;

    private final String epoch;
    private final Zero zero;
    private final Series fine = new Series(POINTS);
    private final Series coarse = new Series(POINTS);
    private final Deque<BarColumns> recent = new ArrayDeque<>();
    private int recentBars;
    private final RowChanges<Frame.PoolRow> pools = new RowChanges<>();
    private final RowChanges<Frame.KitchenRow> kitchens = new RowChanges<>();
    private final RowChanges<Frame.BatchRow> batches = new RowChanges<>();
    private final RowChanges<Frame.ResourceRow> resources = new RowChanges<>();
    private final RowChanges<Frame.RunningJobs> running = new RowChanges<>();
    private Frame.@Nullable TotalsRow totals;
    private int poolsLeftOut;
    private List<ComparisonRow> comparison = List.of();
    private @Nullable StageRow stage;
    private long toldNanos;
    private long frames;

    FrameMaker(String epoch, Zero zero) {
        this.epoch = epoch;
        this.zero = zero;
        toldNanos = zero.nanos() - SILENCE_NANOS;
    }

    /// The next frame; empty when nothing changed and there was one a moment ago. Every sight must
    /// be shown once, in order.
    Optional<Frame> next(Sight sight) {
        fine.add(sight.fine());
        if (sight.coarse() != null) {
            coarse.add(sight.coarse());
        }
        BarColumns bars = sight.bars();
        if (bars != null) {
            keep(bars);
        }
        var changedPools = pools.to(rows(sight, pool -> List.of(pool.pool())));
        var changedKitchens = kitchens.to(rows(sight, PoolSight::kitchens));
        var changedBatches = batches.to(rows(sight, PoolSight::batches));
        var changedResources = resources.to(rows(sight, PoolSight::resources));
        // Nobody counts kitchens that are gone here: their rows say so.
        var changedRunning = running.to(rows(sight, PoolSight::running));
        Frame.TotalsRow now = sight.totals();
        boolean sameStage = Objects.equals(sight.stage(), stage);
        boolean changed =
                bars != null
                        || sight.barsLeftOut() > 0
                        || !sight.freshNews().isEmpty()
                        || changedPools.isAny()
                        || changedKitchens.isAny()
                        || changedBatches.isAny()
                        || changedResources.isAny()
                        || changedRunning.isAny()
                        || sight.poolsLeftOut() != poolsLeftOut
                        || !sight.comparison().equals(comparison)
                        || !sameStage
                        || !now.equals(totals);
        if (!changed && sight.atNanos() - toldNanos < SILENCE_NANOS) {
            return Optional.empty();
        }
        toldNanos = sight.atNanos();
        boolean sameTotals = now.equals(totals);
        totals = now;
        poolsLeftOut = sight.poolsLeftOut();
        boolean sameComparison = sight.comparison().equals(comparison);
        comparison = sight.comparison();
        stage = sight.stage();
        return Optional.of(
                new Frame(
                        epoch,
                        ++frames,
                        zero.seconds(sight.atNanos()),
                        null,
                        changedPools.changed(),
                        poolsLeftOut,
                        changedKitchens.changed(),
                        Frame.Gone.of(
                                changedPools.gone(), changedKitchens.gone(), changedBatches.gone()),
                        changedBatches.changed(),
                        changedResources.changed(),
                        changedRunning.changed(),
                        bars,
                        sight.barsLeftOut(),
                        fine.takeFresh(),
                        coarse.takeFresh(),
                        sameTotals ? null : now,
                        sight.freshNews(),
                        sameComparison ? List.of() : comparison,
                        sameStage ? null : stage));
    }

    /// Everything, where this sight was the last.
    ///
    /// @param about what does not change
    Frame everything(Sight sight, Frame.About about) {
        return new Frame(
                epoch,
                frames,
                zero.seconds(sight.atNanos()),
                about,
                rows(sight, pool -> List.of(pool.pool())),
                sight.poolsLeftOut(),
                rows(sight, PoolSight::kitchens),
                null,
                rows(sight, PoolSight::batches),
                rows(sight, PoolSight::resources),
                rows(sight, PoolSight::running),
                recent.isEmpty() ? null : BarColumns.concat(List.copyOf(recent)),
                0,
                fine.told(),
                coarse.told(),
                sight.totals(),
                sight.allNews(),
                sight.comparison(),
                sight.stage());
    }

    private static <R> List<R> rows(Sight sight, Function<PoolSight, List<R>> rows) {
        return sight.pools().stream().flatMap(pool -> rows.apply(pool).stream()).toList();
    }

    private void keep(BarColumns bars) {
        recent.addLast(bars);
        recentBars += bars.size();
        while (recentBars > MOST_RECENT_BARS && recent.size() > 1) {
            recentBars -= recent.removeFirst().size();
        }
    }
}
