package dev.manykitchens.benchmarks.real;

import dev.manykitchens.cli.host.Host;
import dev.manykitchens.cli.scenario.ScenarioFiles;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.report.text.Figures;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `benchmarks/run simulation real`: prints what was measured beside what was simulated, and
/// whether the bounds hold.
public final class RealSection {

    private static final String ROW = "%-17s %5s %-16s %7s %9s %7s %10s %8s%n";
    private static final String HELD_OUT_ROW = "%-17s %-14s %8s %9s %10s %8s %10s %8s%n";

    private final PrintWriter out;
    private final Effort effort;
    private final Neighbours neighbours = new Neighbours();
    private final RealRuns runs;
    private final ScenarioFiles files = ScenarioFiles.ofDistribution();
    private final List<String> names;

    /// @param quick fewer pools, shorter and fewer runs
    /// @param only scenarios that are run; empty: all
    public RealSection(PrintWriter out, boolean quick, List<String> only) {
        this.out = out;
        this.effort = quick ? Effort.QUICK : Effort.FULL;
        this.runs = new RealRuns(neighbours, effort);
        this.names = only.isEmpty() ? files.names() : List.copyOf(only);
    }

    /// Runs every scenario.
    ///
    /// @return whether every bound holds
    public boolean run() {
        out.printf(
                Locale.ROOT,
                "%d cores, load average before: %.2f%n",
                Host.cores(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        out.printf(
                ROW,
                "scenario",
                "scale",
                "pool",
                "quiet",
                "measured",
                "spread",
                "simulated",
                "off");
        List<Cell> cells = new ArrayList<>();
        for (String name : names) {
            Scenario scenario = read(name);
            if (scenario.endsProcesses()) {
                out.printf(
                        "%-17s jobs of it have no result, so there is nothing to compare%n", name);
            } else {
                cells.addAll(measure(Trial.of(scenario, effort)));
            }
        }
        Errors here = Errors.within(Bounds.HERE, cells);
        Errors workers = Errors.within(Bounds.WORKERS, cells);
        out.println(here.sentence("pools inside this JVM"));
        out.println(workers.sentence("worker JVMs"));
        out.println();
        boolean predicted = families().isEmpty() || predictHeldOut();
        long disturbed = cells.stream().filter(Cell::isDisturbed).count();
        if (disturbed > 0) {
            out.printf(
                    "Others computed during every run of %d of %d cells, whose figures say little: run it again when nothing else runs.%n",
                    disturbed, cells.size());
        }
        out.flush();
        return here.hold() && workers.hold() && predicted;
    }

    private Scenario read(String name) {
        return files.read(name, SimulatedRuns.BOOK);
    }

    private List<Cell> measure(Trial trial) {
        SimulatedRuns simulated = new SimulatedRuns(trial.scenario());
        List<List<Run>> measured = runs.of(trial.scenario(), trial.pools());
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < trial.pools().size(); i++) {
            PoolSpec pool = trial.pools().get(i);
            Cell cell =
                    new Cell(
                            trial.name(),
                            pool,
                            measured.get(i),
                            simulated.seconds(pool, runs.way(pool)));
            out.printf(
                    ROW,
                    trial.name(),
                    String.format(Locale.ROOT, "%.2f", trial.timeScale()),
                    pool,
                    "%d of %d"
                            .formatted(
                                    cell.runs().stream().filter(Run::isQuiet).count(),
                                    cell.runs().size()),
                    Figures.time(cell.measured().median()),
                    Figures.percent(cell.spread()),
                    Figures.time(cell.simulated()),
                    off(cell.error(), Math.abs(cell.error()) <= cell.bounds().worst()));
            cells.add(cell);
        }
        out.flush();
        return cells;
    }

    private boolean predictHeldOut() {
        out.printf(
                HELD_OUT_ROW,
                "held out",
                "pool",
                "from",
                "measured",
                "simulated",
                "off",
                "by a law",
                "off");
        boolean good = true;
        for (Family family : families()) {
            Scenario scenario = read(family.scenario());
            SimulatedRuns simulated = new SimulatedRuns(scenario);
            List<List<Run>> measured = runs.of(scenario, family.pools());
            List<Family.HeldOut> predictions =
                    family.predict(
                            scenario.jobs().orElseThrow(),
                            measured.stream().map(all -> Run.seconds(Run.quiet(all))).toList(),
                            family.pools().stream()
                                    .map(pool -> simulated.seconds(pool, runs.way(pool)))
                                    .toList());
            for (Family.HeldOut held : predictions) {
                out.printf(
                        HELD_OUT_ROW,
                        family.scenario(),
                        held.pool(),
                        family.knownSizes(),
                        Figures.time(held.measured()),
                        Figures.time(held.simulated()),
                        off(held.error(), held.holds()),
                        Figures.time(held.byLaw()),
                        off(held.errorOfLaw(), true));
                good &= held.holds();
            }
            out.flush();
        }
        return good;
    }

    private List<Family> families() {
        return Family.ALL.stream().filter(family -> names.contains(family.scenario())).toList();
    }

    private static String off(double error, boolean holds) {
        return String.format(Locale.ROOT, "%+.1f %%%s", 100 * error, holds ? " " : "!");
    }
}
