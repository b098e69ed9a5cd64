package dev.manykitchens.benchmarks.dispatch;

import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.random.RandomStreams;
import dev.manykitchens.simulator.LinkPlan;
import dev.manykitchens.simulator.SimulatedCluster;
import dev.manykitchens.simulator.SimulatedJob;
import dev.manykitchens.simulator.Simulation;
import dev.manykitchens.simulator.WorkerPlan;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// A worker that joins in the middle of a batch of long jobs, in virtual time, under the very
/// dispatcher of the coordinator: how long it has nothing to do once it has offered to work.
final class LateJoiner {

    private static final long JOB_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Duration LATENCY = Duration.ofNanos(50_000);
    private static final long HEARTBEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long JOIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1234);
    private static final int JOBS = 200;
    private static final int ATTEMPTS = 3;
    private static final long ARGUMENT_BYTES = 8;
    private static final String LATE = "late";
    private static final Bound AT_ONCE = Bound.atMost(0.01);

    private long offeredNanos = -1;
    private long assignedNanos = -1;

    private LateJoiner() {}

    static void measure(Findings findings) {
        long idle = new LateJoiner().idleNanos();
        findings.add(
                "a late joiner's wait for work (simulated); a job's time",
                Units.nanos((double) idle),
                Units.nanos((double) JOB_NANOS),
                Spread.of(idle / (double) JOB_NANOS),
                AT_ONCE);
    }

    private long idleNanos() {
        Simulation simulation = new Simulation();
        SimulatedCluster cluster =
                SimulatedCluster.ofPlannedJobs(
                        simulation,
                        DispatchOptions.DEFAULTS,
                        RandomStreams.seeded(1),
                        (_, _) -> SimulatedJob.lasting(JOB_NANOS),
                        this::see);
        cluster.start(plan("first"));
        cluster.start(plan("second"));
        cluster.feed(new Input.BatchSubmitted(1, "wait", JOBS, ATTEMPTS, ARGUMENT_BYTES, 0, false));
        simulation.runUntil(JOIN_NANOS);
        cluster.start(plan(LATE));
        simulation.runUntil(JOIN_NANOS + JOBS * JOB_NANOS);
        if (assignedNanos < 0) {
            throw new IllegalStateException("a late joiner must get a job, it got none");
        }
        return assignedNanos - offeredNanos;
    }

    private void see(Input input, long nowNanos, List<Command> commands) {
        if (offeredNanos < 0
                && input instanceof Input.CreditsOffered offer
                && offer.worker().equals(LATE)) {
            offeredNanos = nowNanos;
        }
        for (Command command : commands) {
            if (assignedNanos < 0
                    && command instanceof Command.Assign assign
                    && assign.worker().equals(LATE)) {
                assignedNanos = nowNanos;
            }
        }
    }

    private static WorkerPlan plan(String name) {
        return new WorkerPlan(name, 1, 1, HEARTBEAT_NANOS, 0, LinkPlan.delaying(LATENCY), Set.of());
    }
}
