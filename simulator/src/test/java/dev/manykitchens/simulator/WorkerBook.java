package dev.manykitchens.simulator;

import dev.manykitchens.core.event.WorkerState;

import java.util.LinkedHashSet;
import java.util.Set;

/// What the referee knows of a worker that is here.
final class WorkerBook {

    private final Set<Long> leases = new LinkedHashSet<>();
    private final Set<String> recipes;
    private WorkerState state = WorkerState.JOINING;
    private long heardAt;
    private long offered;
    private long assigned;
    private long cutShort;
    private int threads;

    WorkerBook(Set<String> recipes, int threads, long nowNanos) {
        this.recipes = recipes;
        this.threads = threads;
        heardAt = nowNanos;
    }

    boolean canRun(String recipe) {
        return recipes.isEmpty() || recipes.contains(recipe);
    }

    Set<Long> leases() {
        return leases;
    }

    WorkerState state() {
        return state;
    }

    void change(WorkerState next) {
        state = next;
    }

    long heardAt() {
        return heardAt;
    }

    void hear(long nowNanos) {
        heardAt = nowNanos;
    }

    void offer(long total) {
        offered = Math.max(offered, total);
    }

    void assign(long lease) {
        assigned++;
        leases.add(lease);
    }

    void forget(long lease, boolean complete) {
        leases.remove(lease);
        cutShort += complete ? 0 : 1;
    }

    void resize(int count) {
        threads = count;
    }

    /// Whether the valid leases that it has are no more than it has threads and places to wait.
    boolean hasRoomFor(int prefetch) {
        return leases.size() <= threads * (1L + prefetch);
    }

    /// Whether it got at most as many leases as it offered, those not counted that ended early:
    /// they may never have arrived.
    boolean isWithinCredits() {
        return assigned - cutShort <= offered;
    }
}
