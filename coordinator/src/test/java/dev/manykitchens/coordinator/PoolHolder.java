package dev.manykitchens.coordinator;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;

/// A program with a pool: prints the PIDs of its workers on one line, keeps them busy with jobs
/// that heed nothing, and does not end by itself.
final class PoolHolder {

    private PoolHolder() {}

    public static void main(String[] arguments) throws InterruptedException {
        RecordedEvents events = new RecordedEvents();
        Pool pool =
                Pools.open(PoolSpec.parse(arguments[0]), PoolOptions.defaults().withEvents(events));
        pool.start(
                new Batch(
                        pool.recipes().get("never_listens"),
                        Columns.of(new Column.Texts(new String[] {"1h"})),
                        BatchOptions.DEFAULTS),
                new BatchListener() {
                    @Override
                    public void succeeded(int first, Column results) {}

                    @Override
                    public void ended(int job, Outcome outcome) {}
                });
        events.pids().forEach(pid -> System.out.print(pid + " "));
        System.out.println();
        Thread.currentThread().join();
    }
}
