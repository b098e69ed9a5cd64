package dev.manykitchens.report.dashboard;

import java.util.List;

/// How a pool is at one moment.
///
/// @param slots how many jobs can run at once; 0 when nothing limits them
/// @param free how many more jobs can begin at once
record PoolSight(
        Frame.PoolRow pool,
        List<Frame.KitchenRow> kitchens,
        List<Frame.BatchRow> batches,
        List<Frame.ResourceRow> resources,
        List<Frame.RunningJobs> running,
        long slots,
        long free) {

    Frame.TotalsRow totals() {
        return pool.totals();
    }
}
