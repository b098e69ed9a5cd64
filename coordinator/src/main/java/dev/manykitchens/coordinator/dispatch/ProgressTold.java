package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.link.WorkerMessage;
import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.event.InProgressColumns;
import dev.manykitchens.core.event.RunEvent;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/// What a worker told of the jobs it runs, as an event: leases become batches, and its clock ours.
final class ProgressTold {

    private ProgressTold() {}

    /// The event. Jobs of leases that are not the worker's (any more) are passed over.
    ///
    /// @param resources whether a resource of this key is known here; others are not told
    /// @param leases what is kept of a lease; null when it is not known
    /// @param sentNanos when it was sent, on our clock
    static RunEvent event(
            ConnectedWorker worker,
            WorkerMessage.Progress progress,
            Predicate<String> resources,
            LongFunction<@Nullable LeaseStamps> leases,
            long sentNanos,
            long nowNanos) {
        InProgressColumns rows = new InProgressColumns(progress.size());
        Map<String, Boolean> known = new HashMap<>();
        int size = 0;
        for (int i = 0; i < progress.size(); i++) {
            LeaseStamps lease = leases.apply(progress.lease()[i]);
            if (lease != null && lease.isOf(worker) && covers(lease.assign(), progress.job()[i])) {
                rows.batch()[size] = lease.assign().batch();
                rows.job()[size] = progress.job()[i];
                rows.attempt()[size] = lease.assign().attempt();
                rows.started()[size] = sentNanos - progress.runningNanos()[i];
                rows.stage()[size] = progress.stage()[i];
                String resource = progress.resource()[i];
                if (!resource.isEmpty() && known.computeIfAbsent(resource, resources::test)) {
                    rows.resource()[size] = resource;
                }
                size++;
            }
        }
        int passedOver = progress.size() - size;
        return new RunEvent.JobsInProgress(
                nowNanos, worker.name(), rows.head(size), progress.inAll() - passedOver);
    }

    private static boolean covers(Command.Assign assign, int job) {
        return job >= assign.first() && job < assign.first() + assign.count();
    }
}
