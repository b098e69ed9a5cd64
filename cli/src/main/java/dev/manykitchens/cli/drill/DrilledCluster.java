package dev.manykitchens.cli.drill;

import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.pool.CoordinatorAddress;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.report.drill.DrillSetting;

import java.util.List;
import java.util.Optional;

/// A cluster that runs jobs while faults are played on it. Confined to one thread.
interface DrilledCluster extends AutoCloseable {

    /// How much work never stops.
    ///
    /// @param submitters who each hand in the next batch when the last has all its results
    /// @param jobs in each batch
    record Load(int submitters, int jobs) {

        /// How many jobs there are at a time.
        int atATime() {
            return submitters * jobs;
        }
    }

    /// Looks for what is to be struck, just before it is.
    @FunctionalInterface
    interface PlannedFault {

        /// What is struck now.
        ///
        /// @throws DrillFailedException in one line when nothing can be struck
        FaultInjection prepare() throws InterruptedException;
    }

    /// What it is, and what will be done to it, in a few words for people.
    String described();

    /// Where clients find it.
    CoordinatorAddress address();

    /// What all workers but one can carry.
    Load load();

    /// What is played, in this order.
    List<PlannedFault> faults();

    /// Waits until all of it is there.
    ///
    /// @throws DrillFailedException in one line when it is not in time
    void awaitWhole() throws InterruptedException;

    /// What is said of it in the score.
    DrillSetting setting();

    /// How it is; empty when no coordinator answers.
    default Optional<ClusterView> status() {
        return ClusterProbe.at(address()).status();
    }

    /// Opens a pool of its workers.
    ///
    /// @throws DrillFailedException in one line when that cannot be
    default Pool open(EventSink events) {
        try {
            return Pools.open(
                    PoolSpec.parse("cluster"),
                    PoolOptions.defaults().withCoordinator(address()).withEvents(events));
        } catch (IllegalStateException e) {
            throw new DrillFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    /// Lets it go, with all that was struck whole again.
    @Override
    void close();
}
