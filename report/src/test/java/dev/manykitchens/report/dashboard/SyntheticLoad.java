package dev.manykitchens.report.dashboard;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.InProgressColumns;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.JobStage;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Events of a pool that never was: a thousand cooks in 25 kitchens, each of whom ends a job every
/// tenth of a second.
final class SyntheticLoad implements AutoCloseable {

    static final int COOKS = 1_000;

    private static final int KITCHENS = 25;
    private static final int COOKS_OF_A_KITCHEN = COOKS / KITCHENS;
    private static final int JOBS = 10_000_000;
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final EventSink pool;
    private final Thread thread = Thread.ofPlatform().daemon().name("load").unstarted(this::run);
    private final long beginNanos = System.nanoTime();
    private volatile boolean over;
    private volatile int steps;

    private SyntheticLoad(EventSink pool) {
        this.pool = pool;
    }

    static SyntheticLoad start(Dashboard dashboard) {
        SyntheticLoad load =
                new SyntheticLoad(
                        dashboard.pool(ShownPool.elsewhere("processes:25x" + COOKS_OF_A_KITCHEN)));
        load.thread.start();
        return load;
    }

    /// How many jobs ended a second, until now.
    double jobsASecond() {
        return (double) steps
                * COOKS
                * TimeUnit.SECONDS.toNanos(1)
                / (System.nanoTime() - beginNanos);
    }

    private void run() {
        long due = System.nanoTime();
        pool.accept(new RunEvent.PoolReady(due, "processes", COOKS, 0));
        pool.accept(new RunEvent.BatchSubmitted(due, 1, "synthetic", JOBS));
        for (int kitchen = 0; kitchen < KITCHENS; kitchen++) {
            pool.accept(
                    new RunEvent.WorkerJoined(
                            due, name(kitchen), "host", kitchen, COOKS_OF_A_KITCHEN));
            pool.accept(new RunEvent.WorkerChanged(due, name(kitchen), WorkerState.ACTIVE, ""));
        }
        for (int step = 0; !over && (step + 1) * COOKS < JOBS; step++) {
            for (int kitchen = 0; kitchen < KITCHENS; kitchen++) {
                step(kitchen, step, due);
            }
            steps = step;
            due += STEP_NANOS;
            for (long left; !over && (left = due - System.nanoTime()) > 0; ) {
                LockSupport.parkNanos(this, left);
            }
        }
    }

    /// A kitchen's jobs of the step before end, and those of this one begin.
    private void step(int kitchen, int step, long now) {
        int first = step * COOKS + kitchen * COOKS_OF_A_KITCHEN;
        if (step > 0) {
            pool.accept(
                    new RunEvent.JobsFinished(
                            now, 1, name(kitchen), ended(first - COOKS, now - STEP_NANOS)));
        }
        pool.accept(
                new RunEvent.ChunkAssigned(
                        now,
                        (long) step * KITCHENS + kitchen,
                        name(kitchen),
                        1,
                        first,
                        COOKS_OF_A_KITCHEN));
        InProgressColumns begun = new InProgressColumns(COOKS_OF_A_KITCHEN);
        JobStage[] stages = JobStage.values();
        for (int cook = 0; cook < COOKS_OF_A_KITCHEN; cook++) {
            begun.batch()[cook] = 1;
            begun.job()[cook] = first + cook;
            begun.attempt()[cook] = 1;
            begun.started()[cook] = now;
            begun.stage()[cook] = stages[(step + cook) % stages.length].code();
        }
        pool.accept(new RunEvent.JobsInProgress(now, name(kitchen), begun, COOKS_OF_A_KITCHEN));
    }

    private static JobColumns ended(int first, long begun) {
        JobColumns jobs = JobColumns.allocate(COOKS_OF_A_KITCHEN);
        for (int cook = 0; cook < COOKS_OF_A_KITCHEN; cook++) {
            long end = begun + STEP_NANOS * (60 + (first + cook) * 7 % 37) / 100;
            jobs.job()[cook] = first + cook;
            jobs.attempt()[cook] = 1;
            jobs.submitted()[cook] = begun - STEP_NANOS;
            jobs.assigned()[cook] = begun - STEP_NANOS / 5;
            jobs.received()[cook] = begun - STEP_NANOS / 10;
            jobs.started()[cook] = begun;
            jobs.finished()[cook] = end;
            jobs.delivered()[cook] = end;
            jobs.stoveNanos()[cook] = STEP_NANOS / 10;
            jobs.cpuNanos()[cook] = STEP_NANOS / 5;
            jobs.waitNanos()[cook] = end - begun - STEP_NANOS * 3 / 10;
        }
        return jobs;
    }

    private static String name(int kitchen) {
        return "w" + (kitchen + 1);
    }

    @Override
    public void close() {
        over = true;
        LockSupport.unpark(thread);
    }
}
