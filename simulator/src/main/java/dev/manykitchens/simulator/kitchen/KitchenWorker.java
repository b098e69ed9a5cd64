package dev.manykitchens.simulator.kitchen;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;

/// A worker JVM in virtual time: threads that each run the jobs of one lease after the other, and
/// leases that wait for a thread.
final class KitchenWorker {

    private final SimulatedKitchen kitchen;
    private final int threads;
    private final BiConsumer<KitchenWorker, KitchenLease> whenDone;
    private final Deque<KitchenLease> waiting = new ArrayDeque<>();
    private int free;
    private long credits;

    /// @param prefetch how many leases may wait at each thread
    /// @param whenDone hears of each lease that is done
    KitchenWorker(
            SimulatedKitchen kitchen,
            int threads,
            int prefetch,
            BiConsumer<KitchenWorker, KitchenLease> whenDone) {
        this.kitchen = kitchen;
        this.threads = threads;
        this.whenDone = whenDone;
        free = threads;
        credits = (long) threads * (1 + prefetch);
    }

    SimulatedKitchen kitchen() {
        return kitchen;
    }

    int threads() {
        return threads;
    }

    /// How many leases it is willing to take, counted from its first.
    long credits() {
        return credits;
    }

    /// Takes a lease.
    void take(KitchenLease lease) {
        if (free > 0) {
            free--;
            new KitchenThread(lease).work();
        } else {
            waiting.addLast(lease);
        }
    }

    /// One of the threads, as long as there is work for it.
    private final class KitchenThread extends OwnThread {

        private KitchenLease lease;
        private boolean working;
        private boolean idle = true;

        KitchenThread(KitchenLease first) {
            lease = first;
        }

        /// Runs attempts as long as they end at once; goes on when one ends later.
        void work() {
            if (working) {
                return;
            }
            working = true;
            while (idle && goesOn()) {
                idle = false;
                new SimulatedAttempt(kitchen, lease, lease.next(), this).begin();
            }
            working = false;
        }

        private boolean goesOn() {
            if (lease.hasNext()) {
                return true;
            }
            credits++;
            whenDone.accept(KitchenWorker.this, lease);
            KitchenLease next = waiting.pollFirst();
            if (next == null) {
                free++;
                idle = false;
                return false;
            }
            lease = next;
            return true;
        }

        @Override
        public void ended() {
            idle = true;
            work();
        }
    }
}
