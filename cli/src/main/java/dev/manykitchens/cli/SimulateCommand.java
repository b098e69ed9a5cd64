package dev.manykitchens.cli;

import dev.manykitchens.cli.calibration.MeasuredRun;
import dev.manykitchens.cli.host.Host;
import dev.manykitchens.cli.recipes.RecipeJars;
import dev.manykitchens.cli.scenario.CodeCalibration;
import dev.manykitchens.cli.scenario.ScenarioFiles;
import dev.manykitchens.cli.scenario.ScenarioNames;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.core.advice.Goal;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.simulator.kitchen.SimulatedScenario;
import dev.manykitchens.simulator.kitchen.SimulationOptions;
import dev.manykitchens.simulator.study.PoolStudy;
import dev.manykitchens.simulator.study.Sizing;
import dev.manykitchens.simulator.study.StudyOptions;
import dev.manykitchens.simulator.study.StudyResult;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `kitchen simulate`: a scenario in virtual time, on pools and machines of any size.
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        versionProvider = KitchenVersion.class,
        description =
                "Run a scenario, or the jobs of a run that was measured, in virtual time, on pools of any size and a machine with any number of cores.",
        footer = {
            "",
            "Every replication draws other random numbers, and the same ones on every pool."
                    + " A figure after ± is half of the 95 %% interval of its mean."
                    + " Where a formula of queueing theory fits, what it says stands beside.",
            "",
            "A pool that cannot keep up is a finding: the exit code is 0."
                    + " It is 1 when jobs failed, when no pool keeps a --goal, when --min workers finds no size for a pool,"
                    + " and when a run cannot go on, as in a deadlock or with more than 10,000,000 jobs.",
            "",
            "Examples:",
            "  kitchen simulate coffee-shop",
            "  kitchen simulate web-server --cores 16 \\",
            "      -p threads:8,16,32 -p virtual --precision 2%%",
            "  kitchen simulate my.yaml --jobs 100000 \\",
            "      -p processes:40x8 --own-cores 8",
            "  kitchen simulate web-server -p threads:1 \\",
            "      --goal 'p99<200ms' --min workers",
            "  kitchen compare count_primes 20000 --jobs 40 \\",
            "      -p sequential -p processes:2 \\",
            "      --export-json run.json",
            "  kitchen simulate --from run.json -p processes:8x4",
            "  kitchen simulate --from 'run.json#processes:2' \\",
            "      --cores 64 -p processes:1..64 --jobs 1000"
        })
final class SimulateCommand implements Callable<Integer> {

    private static final int MOST_FOR_PRECISION = 10_000;

    private final Shell shell;
    private final InputStream standardInput;

    @Spec private CommandSpec command = CommandSpec.create();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "SCENARIO",
            completionCandidates = ScenarioNames.class,
            description = "A file, or one of kitchen scenarios; may be left out with --from.")
    private @Nullable String name;

    @Mixin private FromOption from = new FromOption();

    @Option(
            names = {"-p", "--pool"},
            paramLabel = "POOL",
            description =
                    "A pool, or several: threads:1,2,4 or processes:1..40x8 (default: those of the scenario).")
    private List<String> pools = new ArrayList<>();

    @Option(
            names = "--cores",
            paramLabel = "N",
            description =
                    "How many cores the machine has (default: as many as this one, or as the one that --from was measured on).")
    private @Nullable Integer cores;

    @Option(
            names = "--own-cores",
            paramLabel = "N",
            description =
                    "Give each worker JVM of processes:N a machine of its own with so many cores, instead of letting all share --cores. Pools inside this JVM, such as threads:N, stay on the one machine with --cores.")
    private @Nullable Integer ownCores;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "How many jobs come (default: as the scenario or the run says).")
    private @Nullable Integer jobs;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Fixes all that is drawn (default: the scenario's).")
    private @Nullable Long seed;

    @Option(
            names = "--replications",
            paramLabel = "R",
            defaultValue = "10",
            description = "How often each pool is run (default: ${DEFAULT-VALUE}).")
    private int replications = 10;

    @Option(
            names = "--precision",
            paramLabel = "PERCENT",
            description =
                    "Replicate on until half the interval of each pool's response, or time, is at most so much of it, as in 2%%; at most 10,000 times.")
    private @Nullable String precision;

    @Option(
            names = "--recipes",
            paramLabel = "JAR",
            description = "A jar with recipes that steps compute; may be repeated.")
    private List<Path> recipes = new ArrayList<>();

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Mixin private SizingOptions sizing = new SizingOptions();

    @Mixin private SimulationExportOptions exports = new SimulationExportOptions();

    /// @param standardInput where a run named `-` comes from
    SimulateCommand(Shell shell, InputStream standardInput) {
        this.shell = shell;
        this.standardInput = standardInput;
    }

    @Override
    public Integer call() {
        RecipeJars jars = UserMistakeException.unless(() -> RecipeJars.load(recipes));
        Optional<MeasuredRun> measured = from.run(standardInput);
        Optional<Scenario> scenario = scenario(measured.isPresent(), jars);
        SimulationOptions machine = UserMistakeException.unless(() -> machine(measured));
        StudyOptions options = UserMistakeException.unless(this::options);
        StudyPlan plan =
                UserMistakeException.unless(() -> plan(measured, scenario, machine, jars.book()));
        List<PoolSpec> specs = UserMistakeException.unless(() -> specs(plan.scenario()));
        Optional<Goal> goal = sizing.goal(plan.scenario());
        boolean sizes = sizing.isWanted(plan.scenario());
        if (sizes && (json || exports.isWanted())) {
            throw new UserMistakeException(
                    "--min workers prints a table and writes no files; simulate the size that it finds with --json or an export");
        }
        List<PoolSpec> kinds = sizes ? kinds(specs) : List.of();
        try (ReservedExports files = exports.reserve()) {
            SimulationRun run =
                    new SimulationRun(shell, measured.isPresent() ? plan : called(plan), options);
            return sizes
                    ? findSizes(run, kinds, goal.orElseThrow())
                    : simulate(run, specs, goal, files);
        }
    }

    private Optional<Scenario> scenario(boolean isMeasured, RecipeJars jars) {
        String named = name;
        if (named != null) {
            return Optional.of(
                    UserMistakeException.unless(
                            () -> ScenarioFiles.ofDistribution().read(named, jars.book())));
        }
        if (!isMeasured) {
            throw new UserMistakeException(
                    "a simulation needs a SCENARIO or a run that was measured, none was given; name one of kitchen scenarios, or --from RUN.json");
        }
        return Optional.empty();
    }

    private StudyPlan plan(
            Optional<MeasuredRun> measured,
            Optional<Scenario> scenario,
            SimulationOptions machine,
            RecipeBook book) {
        return measured.map(run -> FromOption.plan(run, scenario, this::changed, book, machine))
                .orElseGet(() ->
                        StudyPlan.of(
                                new StudyOfScenario(
                                        changed(scenario.orElseThrow()), book, machine, Map.of())));
    }

    /// Real code is only tried when everything else is in order: that takes a while.
    private static StudyPlan called(StudyPlan plan) {
        Map<String, Duration> calls =
                UserMistakeException.unless(() -> CodeCalibration.of(plan.scenario()));
        return StudyPlan.of(plan.families().values().iterator().next().withCalls(calls));
    }

    private Scenario changed(Scenario read) {
        Scenario seeded = seed == null ? read : read.withSeed(seed);
        return jobs == null ? seeded : seeded.withJobs(jobs);
    }

    private List<PoolSpec> specs(Scenario scenario) {
        List<PoolSpec> specs =
                pools.isEmpty()
                        ? scenario.pools()
                        : pools.stream().flatMap(text -> PoolSpec.parseAll(text).stream()).toList();
        if (specs.isEmpty()) {
            throw new IllegalArgumentException(
                    "a simulation needs a pool, %s names none; name one with -p, such as -p threads:4"
                            .formatted(scenario.name()));
        }
        specs.forEach(spec -> {
            SimulatedScenario.requireSimulable(spec);
            scenario.requireRunnableOn(spec);
        });
        return specs;
    }

    private SimulationOptions machine(Optional<MeasuredRun> measured) {
        SimulationOptions machine =
                SimulationOptions.onCores(cores == null ? coresOf(measured) : cores);
        Integer each = ownCores;
        return each == null ? machine : machine.withOwnCores(each);
    }

    private static int coresOf(Optional<MeasuredRun> measured) {
        return measured.map(run -> run.file().host().effectiveProcessors()).orElseGet(Host::cores);
    }

    private StudyOptions options() {
        Optional<Double> wanted =
                Optional.ofNullable(precision).map(text -> Percent.part("--precision", text));
        return new StudyOptions(
                        replications,
                        wanted,
                        wanted.isPresent()
                                ? Math.max(replications, MOST_FOR_PRECISION)
                                : replications)
                .withTimelines(json || exports.haveTimelines());
    }

    private int simulate(
            SimulationRun run, List<PoolSpec> specs, Optional<Goal> goal, ReservedExports files) {
        SimulateOutput output = new SimulateOutput(shell);
        if (!json) {
            output.printHead(run);
        }
        StudyResult result = run.study(specs);
        RunFile file =
                StudyEntries.file(
                                result,
                                new Host().facts(Optional.empty()),
                                KitchenVersion.version(),
                                CommandText.of(command),
                                Instant.now(),
                                run.plan()::knowsDispatch)
                        .withNotes(run.plan().notes(specs))
                        .withNotes(run.plan().doubts());
        if (json) {
            shell.out().print(file.toJson());
        } else {
            output.print(result, file);
            goal.ifPresent(limit -> output.printGoal(result, limit));
        }
        shell.out().flush();
        files.commit(file);
        return SimulateOutput.exitCode(result, goal.filter(_ -> sizing.isGoalTyped()));
    }

    /// The kinds of which sizes can be looked for.
    private static List<PoolSpec> kinds(List<PoolSpec> specs) {
        List<PoolSpec> kinds =
                specs.stream()
                        .filter(spec -> spec.withSize(1).isPresent())
                        .map(spec -> spec.withSize(1).orElseThrow())
                        .distinct()
                        .toList();
        if (kinds.isEmpty()) {
            throw new UserMistakeException(
                    "--min workers needs a pool that has a size, such as -p threads:1 or -p processes:1x4, were "
                            + specs);
        }
        return kinds;
    }

    private int findSizes(SimulationRun run, List<PoolSpec> kinds, Goal goal) {
        SimulateOutput output = new SimulateOutput(shell);
        output.printHead(run);
        SizingOutput sizes = new SizingOutput(shell, run.scenario());
        output.printNotes(run, kinds);
        boolean all = true;
        for (PoolSpec kind : kinds) {
            Sizing.Found found;
            try {
                found = new Sizing(kind, goal, sizing.most(), spec -> studied(run, spec)).find();
            } catch (InterruptedException e) {
                return ExitCode.INTERRUPTED;
            }
            sizes.print(kind, found);
            all &= found.smallest().isPresent();
        }
        shell.out().flush();
        return all ? ExitCode.GOOD : ExitCode.FAILED;
    }

    private static PoolStudy studied(SimulationRun run, PoolSpec spec) throws InterruptedException {
        StudyResult result = run.study(List.of(spec));
        if (result.partial()) {
            throw new InterruptedException("stopped while sizes were tried");
        }
        return result.pools().getFirst();
    }
}
