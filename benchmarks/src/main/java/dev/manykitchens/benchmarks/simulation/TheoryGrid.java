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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// M/M/c over a grid of servers and utilisations, and M/G/1: how often does the 95 % interval of
/// the simulated mean wait hold what theory says? Of intervals that are right, 95 in 100 do.
///
/// Each cell is studied several times with other random numbers. Were each studied once, sixty
/// intervals that are all right would miss the bound of 93 in 100 with about one seed in three.
final class TheoryGrid {

    /// So many of the intervals must hold, as a part of all.
    static final double NEEDED = 0.93;

    private static final int[] SERVERS = {1, 2, 3, 5, 10, 20, 50, 100};
    private static final double[] UTILISATIONS = {0.3, 0.5, 0.7, 0.8, 0.9, 0.95};

    /// So many jobs of a replication must wait, or their mean says nothing that an interval could
    /// hold: what few jobs wait is far from normal.
    private static final int WAITS = 1_000;

    private static final int MOST_JOBS = 2_000_000;
    private static final Duration SERVICE = Duration.ofMillis(100);

    private final PrintWriter out;
    private final Replicator replicator;
    private final int replications;
    private final int studies;
    private final int jobs;
    private long seed;
    private int intervals;
    private int held;
    private int rare;

    /// @param replications of a study
    /// @param studies of a cell
    /// @param jobs of a replication where utilisation is low; where it is high, more
    TheoryGrid(PrintWriter out, Replicator replicator, int replications, int studies, int jobs) {
        this.out = out;
        this.replicator = replicator;
        this.replications = replications;
        this.studies = studies;
        this.jobs = jobs;
    }

    /// Runs all cells and prints a line each.
    ///
    /// @return whether enough intervals hold
    boolean run() throws InterruptedException {
        out.printf(
                "%-12s %11s %25s %12s %8s %9s%n",
                "queue", "utilisation", "simulated wait, ms", "theory", "off", "holds");
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
                "%d of %d intervals hold what theory says, %.1f %%; at least %.0f %% must. In %d other cells hardly any job waits.%n",
                held, intervals, 100.0 * held / intervals, 100 * NEEDED, rare);
        out.flush();
        return held >= NEEDED * intervals;
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
        List<PoolStudy> found = new ArrayList<>();
        for (int study = 0; study < studies; study++) {
            found.add(study(pool, Queues.poisson(rate, service, many, ++seed)));
        }
        Expectation theory = found.getFirst().expectation().orElseThrow();
        double expected = theory.waitSeconds();
        int cellHeld =
                (int)
                        found.stream()
                                .filter(study ->
                                        study.interval(RunFigures::waiting).holds(expected))
                                .count();
        Interval all =
                Interval.of(
                        found.stream()
                                .flatMap(study -> study.runs().stream())
                                .mapToDouble(RunFigures::waiting)
                                .toArray());
        intervals += studies;
        held += cellHeld;
        out.printf(
                "%-12s %11.2f %14.3f ± %8.3f %12.3f %+6.1f %% %4d of %2d%n",
                theory.notation() + variation(service),
                utilisation,
                1e3 * all.mean(),
                1e3 * all.halfWidth(),
                1e3 * expected,
                100 * (all.mean() / expected - 1),
                cellHeld,
                studies);
        out.flush();
    }

    private static String variation(DurationDistribution service) {
        return service instanceof DurationDistribution.Gamma gamma
                ? " cv %.2g".formatted(gamma.cv())
                : "";
    }

    private PoolStudy study(String pool, Scenario scenario) throws InterruptedException {
        return new Study(
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
    }
}
