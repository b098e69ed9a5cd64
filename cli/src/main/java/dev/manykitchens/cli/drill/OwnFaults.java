package dev.manykitchens.cli.drill;

import dev.manykitchens.cli.fault.Pause;
import dev.manykitchens.core.recipe.DurationRange;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is done to the processes of a cluster that the drill started itself.
final class OwnFaults {

    private final OwnCluster cluster;

    private OwnFaults(OwnCluster cluster) {
        this.cluster = cluster;
    }

    /// The faults of a plan, in its order.
    static List<DrilledCluster.Aim> of(DrillPlan plan, OwnCluster cluster) {
        OwnFaults faults = new OwnFaults(cluster);
        List<DrilledCluster.Aim> aims = new ArrayList<>();
        for (Fault fault : plan.faults()) {
            switch (fault) {
                case KILL -> aims.add(() -> faults.kill(OwnCluster.name(1)));
                case PAUSE -> {
                    aims.add(() -> faults.pause(OwnCluster.name(2), plan.shortPause()));
                    aims.add(() -> faults.pause(OwnCluster.name(2), plan.pause()));
                }
                case CUT -> aims.add(() -> faults.cut(plan.pause()));
                case RESTART -> aims.add(faults::restart);
            }
        }
        return aims;
    }

    private Blow kill(String worker) {
        return new Done(
                "kill " + worker,
                Optional.of(worker),
                () -> cluster.worker(worker).kill(),
                // Whoever looks after workers starts another; how long that takes is theirs.
                () -> cluster.startWorker(worker));
    }

    private Blow pause(String worker, Duration length) {
        return new Done(
                "pause %s for %s".formatted(worker, DurationRange.text(length)),
                Optional.of(worker),
                () -> {
                    try (Pause _ = stopped(worker)) {
                        Thread.sleep(length);
                    }
                },
                () -> {});
    }

    private Pause stopped(String worker) {
        try {
            return Pause.of(cluster.worker(worker).pid());
        } catch (IOException e) {
            throw new DrillFailedException(
                    "%s cannot be paused: %s".formatted(worker, e.getMessage()), e);
        }
    }

    private Blow cut(Duration length) {
        String worker = cluster.relayed();
        return new Done(
                "cut off %s for %s".formatted(worker, DurationRange.text(length)),
                Optional.of(worker),
                () -> {
                    cluster.relay().cut();
                    try {
                        Thread.sleep(length);
                    } finally {
                        cluster.relay().mend();
                    }
                },
                () -> {});
    }

    private Blow restart() {
        return new Done(
                "restart the coordinator", Optional.empty(), cluster::restartCoordinator, () -> {});
    }

    /// Something that is done to the cluster.
    @FunctionalInterface
    private interface Deed {
        void now() throws InterruptedException;
    }

    private record Done(String name, Optional<String> worker, Deed deed, Deed repairing)
            implements Blow {

        @Override
        public void strike() throws InterruptedException {
            deed.now();
        }

        @Override
        public void repair() throws InterruptedException {
            repairing.now();
        }
    }
}
