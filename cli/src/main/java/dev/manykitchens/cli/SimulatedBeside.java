package dev.manykitchens.cli;

import dev.manykitchens.cli.fault.RealFaults;
import dev.manykitchens.cli.host.Host;
import dev.manykitchens.cli.scenario.CodeCalibration;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.simulation.SimulationTable;
import dev.manykitchens.report.text.Figures;
import dev.manykitchens.report.text.Paragraph;
import dev.manykitchens.simulator.kitchen.Replication;
import dev.manykitchens.simulator.kitchen.SimulatedScenario;
import dev.manykitchens.simulator.kitchen.SimulationOptions;
import dev.manykitchens.simulator.study.Expectation;
import dev.manykitchens.simulator.study.PoolStudy;
import dev.manykitchens.simulator.study.Study;
import dev.manykitchens.simulator.study.StudyListener;
import dev.manykitchens.simulator.study.StudyOptions;
import dev.manykitchens.simulator.study.StudyResult;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// What `kitchen compare --simulate` prints under what was measured: the same pools in virtual
/// time, and how far that is off.
final class SimulatedBeside {

    private static final int REPLICATIONS = 10;

    /// Figures that are off by no more need no reason.
    private static final double SAME = 0.05;

    private final Shell shell;
    private final Scenario scenario;
    private final RecipeBook book;
    private volatile boolean stopped;
    private volatile @Nullable Study running;

    SimulatedBeside(Shell shell, Scenario scenario, RecipeBook book) {
        this.shell = shell;
        // What cannot be had for real would be no error of the simulation.
        this.scenario = scenario.withWorkers(RealFaults.possible(scenario.workers()));
        this.book = book;
    }

    /// Ends it at once.
    void stop() {
        stopped = true;
        Study study = running;
        if (study != null) {
            study.stop();
        }
    }

    /// Simulates the pools that were measured and have a model.
    ///
    /// @param measured its pools stand in the order of `specs`
    void print(List<PoolSpec> specs, RunFile measured) {
        List<PoolSpec> known = specs.stream().filter(SimulatedBeside::hasModel).distinct().toList();
        if (stopped || measured.comparison().partial() || known.isEmpty()) {
            return;
        }
        Map<String, Duration> calls =
                UserMistakeException.unless(() -> CodeCalibration.of(scenario));
        StudyOptions options = new StudyOptions(REPLICATIONS, Optional.empty(), REPLICATIONS);
        StudyOfScenario made =
                new StudyOfScenario(
                        scenario,
                        book,
                        SimulationOptions.onCores(Host.cores()).withWay(way(measured)),
                        calls);
        StudyResult result = run(made, known, options);
        if (stopped || result.partial()) {
            return;
        }
        int width = shell.terminal().tableWidth();
        shell.out().println();
        shell.out().println(shell.terminal().bold("Simulated"));
        RunFile file =
                StudyEntries.file(
                        result,
                        measured.host(),
                        measured.version(),
                        measured.command(),
                        Instant.now());
        shell.out().print(SimulationTable.of(file.pools(), scenario.keepsComing(), width));
        shell.out()
                .println(
                        shell.terminal()
                                .muted(
                                        Paragraph.of(
                                                "table: %s on %s, each with other numbers; below: %s of the very jobs that ran for real"
                                                        .formatted(
                                                                Figures.count(
                                                                        REPLICATIONS,
                                                                        "replication"),
                                                                Figures.count(Host.cores(), "core"),
                                                                scenario.keepsComing()
                                                                        ? "the mean response"
                                                                        : "the time"),
                                                width)));
        if (!way(measured).isZero() && scenario.workers().network().isEmpty()) {
            shell.out()
                    .println(
                            shell.terminal()
                                    .muted(
                                            Paragraph.of(
                                                    "messages to worker JVMs take %s there and back, as those of lone jobs did that had nothing to do"
                                                            .formatted(
                                                                    Figures.time(
                                                                            way(measured).toNanos()
                                                                                    / 1e9)),
                                                    width)));
        }
        for (int i = 0; i < measured.measured().size(); i++) {
            shell.out()
                    .println(
                            Paragraph.item(
                                    sentence(
                                            measured.measured().get(i), specs.get(i), result, made),
                                    width));
        }
        shell.out().flush();
    }

    private StudyResult run(StudyOfScenario made, List<PoolSpec> specs, StudyOptions options) {
        try (ThreadReplicator threads = new ThreadReplicator(Host.cores())) {
            Study study = made.study(specs, options, threads, StudyListener.NONE);
            running = study;
            if (stopped) {
                study.stop();
            }
            return StudyOfScenario.run(study);
        }
    }

    /// What the way to worker JVMs and back took; the median of several pools.
    private static Duration way(RunFile measured) {
        double[] ways =
                measured.measured().stream()
                        .flatMap(pool -> Stream.ofNullable(pool.costs()))
                        .flatMap(costs -> Stream.ofNullable(costs.way()))
                        .mapToDouble(Double::doubleValue)
                        .sorted()
                        .toArray();
        return ways.length == 0
                ? Duration.ZERO
                : Duration.ofNanos(Math.round(ways[ways.length / 2] * 1e9));
    }

    private static boolean hasModel(PoolSpec spec) {
        return !spec.kind().isPython() && !ClusterOptions.isCluster(spec);
    }

    private String sentence(
            PoolEntry measured, PoolSpec spec, StudyResult result, StudyOfScenario made) {
        String name = "`" + measured.pool() + "`: ";
        Double real = measured(measured);
        String known = "measured " + (real == null ? Figures.UNKNOWN : Figures.time(real));
        if (!hasModel(spec)) {
            return name + known + ", has no model";
        }
        Optional<String> complaint =
                result.pools().stream()
                        .filter(pool -> pool.spec().equals(spec))
                        .flatMap(pool -> pool.complaint().stream())
                        .findFirst();
        if (complaint.isPresent()) {
            return name + known + ", simulated it " + complaint.get();
        }
        double simulated = seconds(made.simulated(spec));
        String off = real == null ? "" : " (" + off(simulated / real - 1) + ")";
        String said = name + known + ", simulated " + Figures.time(simulated) + off;
        Optional<PoolStudy> study =
                result.pools().stream().filter(pool -> pool.spec().equals(spec)).findFirst();
        Optional<Expectation> theory =
                scenario.keepsComing() ? study.flatMap(PoolStudy::expectation) : Optional.empty();
        return said
                + theory.map(says ->
                                ", theory %s (%s%s)"
                                        .formatted(
                                                Figures.time(says.responseSeconds()),
                                                says.notation(),
                                                says.isExact() ? "" : ", an approximation"))
                        .orElse("")
                + (real == null ? "" : modelled(simulated / real - 1, result.scenario()))
                + theory.map(says -> expected(simulated, says, study.orElseThrow())).orElse("");
    }

    /// Why what was measured and what was simulated differ.
    private static String modelled(double off, Scenario simulated) {
        if (Math.abs(off) <= SAME) {
            return "";
        }
        if (off > 0) {
            return "; the simulation is slower: for real, steps took less than the scenario says%s"
                    .formatted(simulated.keepsComing() ? ", or jobs met less of a queue" : "");
        }
        return "; the simulation is faster: it leaves out switches of threads, garbage collection, timers that are late and what other programs do";
    }

    /// Why what was simulated and what theory expects differ.
    private static String expected(double simulated, Expectation theory, PoolStudy study) {
        if (Math.abs(simulated / theory.responseSeconds() - 1) <= SAME) {
            return "";
        }
        return study.interval(run -> run.response().mean()).holds(theory.responseSeconds())
                ? "; theory states the mean of a long run: these very jobs are one of many that may come, and over all replications the simulation agrees with it"
                : "; simulated and theory differ: " + StudyWords.difference(study, theory);
    }

    /// The figure that pools are ranked by.
    private @Nullable Double measured(PoolEntry pool) {
        if (scenario.keepsComing()) {
            return pool.load() == null ? null : pool.load().response().mean();
        }
        return pool.times().length == 0
                ? null
                : (Double) DoubleStream.of(pool.times()).average().orElseThrow();
    }

    private double seconds(SimulatedScenario simulated) {
        Replication run = simulated.run(0);
        return scenario.keepsComing()
                ? LongStream.of(run.responseNanos()).average().orElse(Double.NaN) / 1e9
                : run.elapsedNanos() / 1e9;
    }

    private static String off(double part) {
        return (part < 0 ? "-" : "+") + Figures.percent(Math.abs(part));
    }
}
