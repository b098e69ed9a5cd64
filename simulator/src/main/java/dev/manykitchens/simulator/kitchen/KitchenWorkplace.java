package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.collection.ByNumber;
import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.scenario.JobBytes;
import dev.manykitchens.simulator.Workplace;

import java.util.function.ToLongFunction;

/// Where a simulated worker's jobs are run step by step: a kitchen.
final class KitchenWorkplace implements Workplace {

    private final SimulatedKitchen kitchen;
    private final ByNumber<KitchenLease> leases;
    private final boolean countsBytes;

    /// @param leases those that are not forgotten, by number
    /// @param countsBytes whether it matters how much travels with jobs
    KitchenWorkplace(SimulatedKitchen kitchen, ByNumber<KitchenLease> leases, boolean countsBytes) {
        this.kitchen = kitchen;
        this.countsBytes = countsBytes;
        this.leases = leases;
    }

    @Override
    public LeaseWork open(Command.Assign assign, JobEnd end) {
        KitchenLease lease = leases.get(assign.lease());
        if (lease == null) {
            return new Abandoned();
        }
        lease.received(kitchen.simulation().now());
        return new LeaseThread(lease, end);
    }

    @Override
    public long argumentBytes(Command.Assign assign) {
        return bytes(assign, assign.first(), assign.count(), JobBytes::arguments);
    }

    @Override
    public long resultBytes(Command.Assign assign, int first, int jobs) {
        return bytes(assign, first, jobs, JobBytes::result);
    }

    private long bytes(
            Command.Assign assign, int first, int jobs, ToLongFunction<JobBytes> direction) {
        KitchenLease lease = countsBytes ? leases.get(assign.lease()) : null;
        if (lease == null) {
            return 0;
        }
        long bytes = 0;
        for (int job = first; job < first + jobs; job++) {
            bytes += direction.applyAsLong(lease.batch().bytes(job));
        }
        return bytes;
    }

    /// A lease that the dispatcher forgot while it was under way: whoever hears of it now is about
    /// to be sent away.
    private static final class Abandoned implements LeaseWork {
        @Override
        public void begin(int job) {}

        @Override
        public void stop() {}
    }

    /// The thread that runs the jobs of a lease.
    private final class LeaseThread extends OwnThread implements LeaseWork {

        private final KitchenLease lease;
        private final JobEnd end;
        private int current;

        LeaseThread(KitchenLease lease, JobEnd end) {
            this.lease = lease;
            this.end = end;
        }

        @Override
        public void begin(int job) {
            current = job;
            new SimulatedAttempt(kitchen, lease, lease.batch().first() + job, this).begin();
        }

        @Override
        public void stop() {
            throw new IllegalStateException("nobody cancels jobs of a simulated kitchen");
        }

        @Override
        public void ended() {
            Outcome outcome = lease.lastOutcome();
            end.ended(
                    current,
                    outcome.kind() == Outcome.Kind.SUCCEEDED ? null : outcome,
                    lease.lastTook());
        }
    }
}
