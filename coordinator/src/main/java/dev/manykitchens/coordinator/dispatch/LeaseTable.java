package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.dispatch.OpenWork;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// When the leases went out that the dispatcher has not forgotten; and the leases that workers had
/// when another coordinator was no more, until they come back. Confined to the loop.
final class LeaseTable {

    private final Map<Long, LeaseStamps> leases = new HashMap<>();

    /// By worker.
    private final Map<String, List<Command.Assign>> awaited = new HashMap<>();

    void put(LeaseStamps stamps) {
        leases.put(stamps.assign().lease(), stamps);
    }

    /// What is kept of a lease; null when it is not known (any more).
    @Nullable LeaseStamps find(long lease) {
        return leases.get(lease);
    }

    /// The same, of a lease that this worker says it has; null also when it is another's.
    @Nullable LeaseStamps findOf(ConnectedWorker worker, long lease) {
        LeaseStamps known = leases.get(lease);
        return known != null && known.isOf(worker) ? known : null;
    }

    void forget(long lease) {
        leases.remove(lease);
    }

    /// The leases of a batch of another coordinator: their workers may come back.
    void await(OpenWork.UnfinishedBatch batch) {
        for (OpenWork.GivenLease lease : batch.leases()) {
            awaited.computeIfAbsent(lease.worker(), _ -> new ArrayList<>())
                    .add(
                            new Command.Assign(
                                    lease.worker(),
                                    lease.lease(),
                                    batch.batch().batch(),
                                    lease.first(),
                                    lease.count(),
                                    lease.attempt(),
                                    0));
        }
    }

    /// A worker of another coordinator is here: so are its leases, which count as given now.
    void comesBack(ConnectedWorker worker, long nowNanos) {
        List<Command.Assign> leased = awaited.remove(worker.name());
        if (leased != null) {
            leased.forEach(assign -> put(new LeaseStamps(assign, worker, nowNanos, nowNanos)));
        }
    }

    /// A worker will not come back.
    void awaitNoMore(String worker) {
        awaited.remove(worker);
    }
}
