package dev.manykitchens.benchmarks.simulation;

import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.scenario.DurationDistribution;
import dev.manykitchens.core.scenario.OfferedLoad;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.simulator.kitchen.SimulationOptions;
import dev.manykitchens.simulator.study.Expectation;
import dev.manykitchens.simulator.study.Interval;
import dev.manykitchens.simulator.study.PoolStudy;
import dev.manykitchens.simulator.study.Replicator;
import dev.manykitchens.simulator.study.RunFigures;
import dev.manykitchens.simulator.study.Study;
import dev.manykitchens.simulator.study.StudyListener;
import dev.manykitchens.simulator.study.StudyOptions;
import dev.manykitchens.simulator.theory.ErlangC;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// M/M/c over a grid of servers and utilisations, and M/G/1: in how many cells does the 95 %
/// interval of the simulated mean wait hold what theory says? Of intervals that are right, 95 in
/// 100 do.
final class TheoryGrid {

    /// So many of the cells must hold.
    static final double NEEDED = 0.93;

    private static final int[] SERVERS = {1, 2, 3, 5, 10, 20, 50, 100};
    private static final double[] UTILISATIONS = {0.3, 0.5, 0.7, 0.8, 0.9, 0.95};

    /// So many jobs of a replication must wait, or their mean says nothing that an interval could
    /// hold: what few jobs wait is far from normal.
    private static final int WAITS = 300;

    private static final int MOST_JOBS = 2_000_000;
    private static final Duration SERVICE = Duration.ofMillis(100);

    private final PrintWriter out;
    private final Replicator replicator;
    private final int replications;
    private final int jobs;
    private int cells;
    private int held;
    private int rare;

    /// @param jobs of a replication where utilisation is low; where it is high, more
    TheoryGrid(PrintWriter out, Replicator replicator, int replications, int jobs) {
        this.out = out;
        this.replicator = replicator;
        this.replications = replications;
        this.jobs = jobs;
    }

    /// Runs all cells and prints a line each.
    ///
    /// @return whether enough of them hold
    boolean run() throws InterruptedException {
        out.printf(
                "%-10s %11s %22s %12s %6s%n",
                "queue", "utilisation", "simulated wait", "theory", "holds");
        for (int servers : SERVERS) {
            for (double utilisation : UTILISATIONS) {
                cell(
                        "threads:" + servers,
                        servers,
                        utilisation,
                        new DurationDistribution.Exponential(SERVICE));
            }
        }
        for (double cv : new double[] {0.5, 2}) {
            for (double utilisation : UTILISATIONS) {
                cell("sequential", 1, utilisation, new DurationDistribution.Gamma(SERVICE, cv));
            }
        }
        out.printf(
                "%d of %d cells hold, %.1f %%; at least %.0f %% must. In %d others hardly any job waits.%n",
                held, cells, 100.0 * held / cells, 100 * NEEDED, rare);
        out.flush();
        return held >= NEEDED * cells;
    }

    private void cell(String pool, int servers, double utilisation, DurationDistribution service)
            throws InterruptedException {
        double rate = servers * utilisation / service.meanSeconds();
        // The time in which a queue forgets grows with the square of 1 / (1 - utilisation).
        double enough = jobs * (1 + service.scv()) / ((1 - utilisation) * (1 - utilisation));
        double waits = new ErlangC(servers, servers * utilisation).waitProbability();
        if (WAITS / waits > MOST_JOBS) {
            rare++;
            return;
        }
        int many = (int) Math.min(MOST_JOBS, Math.max(enough, WAITS / waits));
        Scenario scenario =
                Queues.poisson(
                        rate, service, many, 1_000L * servers + Math.round(100 * utilisation));
        PoolStudy found =
                new Study(
                                scenario,
                                List.of(PoolSpec.parse(pool)),
                                Queues.BOOK,
                                SimulationOptions.onCores(1),
                                OfferedLoad.of(scenario, _ -> 0),
                                new StudyOptions(replications, Optional.empty(), replications),
                                replicator,
                                StudyListener.NONE)
                        .run()
                        .pools()
                        .getFirst();
        Expectation theory = found.expectation().orElseThrow();
        Interval wait = found.interval(RunFigures::waiting);
        boolean holds = wait.holds(theory.waitSeconds());
        cells++;
        held += holds ? 1 : 0;
        out.printf(
                "%-10s %11.2f %12.3f ± %7.3f %12.3f %6s%n",
                theory.notation(),
                utilisation,
                1e3 * wait.mean(),
                1e3 * wait.halfWidth(),
                1e3 * theory.waitSeconds(),
                holds ? "yes" : "no");
        out.flush();
    }
}
