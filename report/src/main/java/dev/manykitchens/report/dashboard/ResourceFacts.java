package dev.manykitchens.report.dashboard;

import dev.manykitchens.core.event.RunEvent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/// How one resource of a pool was used. Not thread-safe.
final class ResourceFacts {

    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long STEP_NANOS = WINDOW_NANOS / 20;

    private final int id;
    private final int pool;
    private final String name;

    /// The held time of each step of the window in which a use ended.
    private final Deque<Step> recent = new ArrayDeque<>();

    private int permits;
    private long uses;
    private long waitNanos;
    private long firstNanos;

    private static final class Step {
        private final long sinceNanos;
        private long heldNanos;

        private Step(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }
    }

    ResourceFacts(int id, int pool, String name) {
        this.id = id;
        this.pool = pool;
        this.name = name;
    }

    void add(RunEvent.ResourceUsed used) {
        if (uses == 0) {
            firstNanos = used.atNanos() - used.heldNanos();
        }
        permits = used.permits();
        uses++;
        waitNanos += used.waitNanos();
        Step last = recent.peekLast();
        if (last == null || used.atNanos() - last.sinceNanos >= STEP_NANOS) {
            last = new Step(used.atNanos());
            recent.addLast(last);
        }
        last.heldNanos += used.heldNanos();
    }

    /// @param waiting how many jobs are in line for it
    Frame.ResourceRow row(long nowNanos, int waiting) {
        while (!recent.isEmpty() && nowNanos - recent.getFirst().sinceNanos > WINDOW_NANOS) {
            recent.removeFirst();
        }
        long window = uses == 0 ? 1 : Math.clamp(nowNanos - firstNanos, 1, WINDOW_NANOS);
        long held = recent.stream().mapToLong(step -> step.heldNanos).sum();
        double busy = Math.min(1, (double) held / window / Math.max(1, permits));
        return new Frame.ResourceRow(
                id,
                pool,
                name,
                uses == 0 ? null : permits,
                waiting,
                uses,
                Math.round(busy * 100) / 100.0,
                Zero.duration(waitNanos / Math.max(1, uses)));
    }
}
