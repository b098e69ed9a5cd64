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
    static List<DrilledCluster.PlannedFault> of(DrillPlan plan, OwnCluster cluster) {
        OwnFaults faults = new OwnFaults(cluster);
        List<DrilledCluster.PlannedFault> planned = new ArrayList<>();
        for (Fault fault : plan.faults()) {
            switch (fault) {
                case KILL -> planned.add(() -> faults.kill(OwnCluster.name(1)));
                case PAUSE -> {
                    planned.add(() -> faults.pause(OwnCluster.name(2), plan.shortPause()));
                    planned.add(() -> faults.pause(OwnCluster.name(2), plan.pause()));
                }
                case CUT -> planned.add(() -> faults.cut(plan.pause()));
                case RESTART -> planned.add(faults::restart);
            }
        }
        return planned;
    }

    private FaultInjection kill(String worker) {
        return new ProcessFaultInjection(
                "kill " + worker,
                Optional.of(worker),
                () -> cluster.worker(worker).kill(),
                // Whoever looks after workers starts another; how long that takes is theirs.
                () -> cluster.startWorker(worker));
    }

    private FaultInjection pause(String worker, Duration length) {
        return new ProcessFaultInjection(
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

    private FaultInjection cut(Duration length) {
        String worker = cluster.relayed();
        return new ProcessFaultInjection(
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

    private FaultInjection restart() {
        return new ProcessFaultInjection(
                "restart the coordinator", Optional.empty(), cluster::restartCoordinator, () -> {});
    }

    /// Something that is done to the cluster.
    @FunctionalInterface
    private interface Action {
        void now() throws InterruptedException;
    }

    private record ProcessFaultInjection(
            String name, Optional<String> worker, Action action, Action repairing)
            implements FaultInjection {

        @Override
        public void strike() throws InterruptedException {
            action.now();
        }

        @Override
        public void repair() throws InterruptedException {
            repairing.now();
        }
    }
}
