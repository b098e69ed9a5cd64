package dev.manykitchens.core.cluster;

import dev.manykitchens.core.event.WorkerState;

import java.util.List;

/// How a cluster is at one moment. Immutable.
///
/// All times are nanoseconds on one monotonic clock, that of the events; only the differences
/// between them mean something to others.
///
/// @param atNanos the moment
/// @param sinceNanos when counting began
/// @param buildVersion the coordinator's build; empty when unknown
/// @param draining whether no more workers and batches are taken
/// @param workersLost workers that died or fell silent
/// @param workers those that are here, as they joined
/// @param batches those that are not finished, as they were submitted
/// @param clients those that are connected
public record ClusterView(
        long atNanos,
        long sinceNanos,
        String buildVersion,
        boolean draining,
        JobTotals totals,
        long workersLost,
        List<WorkerRow> workers,
        List<BatchRow> batches,
        List<ClientRow> clients) {

    public ClusterView {
        workers = List.copyOf(workers);
        batches = List.copyOf(batches);
        clients = List.copyOf(clients);
    }

    /// For how long it has been counted.
    public long uptimeNanos() {
        return atNanos - sinceNanos;
    }

    /// How many jobs can run at once on the workers that take jobs.
    public long slots() {
        return workers.stream().mapToLong(WorkerRow::slots).sum();
    }

    /// How many chunks could begin at once.
    public long freeSlots() {
        return workers.stream().mapToLong(WorkerRow::freeSlots).sum();
    }

    /// How many workers here are in this state.
    public long workersIn(WorkerState state) {
        return workers.stream().filter(worker -> worker.state() == state).count();
    }
}
