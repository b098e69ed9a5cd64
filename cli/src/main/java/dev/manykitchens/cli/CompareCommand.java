package dev.manykitchens.cli;

import dev.manykitchens.cli.dashboard.LiveDashboard;
import dev.manykitchens.cli.host.Host;
import dev.manykitchens.cli.recipes.RecipeJars;
import dev.manykitchens.cli.scenario.ScenarioFiles;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.core.advice.Goal;
import dev.manykitchens.core.comparison.Comparison;
import dev.manykitchens.core.comparison.ComparisonOptions;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.load.LoadPlan;
import dev.manykitchens.core.measurement.Deadlines;
import dev.manykitchens.core.measurement.PoolOpener;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.core.scenario.ScenarioBatch;
import dev.manykitchens.core.scenario.ScenarioLoad;
import dev.manykitchens.report.run.Questions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/// `kitchen compare`: the same jobs on several pools, in one ranked table.
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        versionProvider = KitchenVersion.class,
        description =
                "Run the same jobs, of a recipe or of a scenario, on several pools, in interleaved rounds, and say which is how much faster.",
        footer = {
            "",
            "The summary compares the fastest pool with the others; there a figure after ± is half of the 95 %% interval of the ratio,"
                    + " and \"no difference shown\" means that the interval holds 1."
                    + " A pool may be named twice: the two then show how much noise there is."
                    + " Ctrl-C keeps the rounds that are complete.",
            "",
            "A scenario brings its jobs, pools, resources, seed and goal; what is typed counts instead."
                    + " Where its jobs keep coming there are no rounds, only one load for each pool:"
                    + " the very jobs, at the very times, of replication 0 of kitchen simulate.",
            "",
            "With --data, pools of worker JVMs, processes:N, are measured with a journal below DIR, as a coordinator has one, and notes say so:"
                    + " without it they have none, which is faster. Other pools never have one.",
            "",
            "Examples:",
            "  kitchen compare count_primes -p sequential \\",
            "      -p threads:1,2,4 -p processes:1..2",
            "  kitchen compare wait --jobs 64 --work wait:50ms \\",
            "      -p sequential -p threads:8 -p async",
            "  kitchen compare count_primes 20000 --jobs 8 \\",
            "      -p threads:1,2+gil -p python-threads:1,2",
            "  kitchen compare count_primes -p sequential \\",
            "      -p cluster:1..4 --coordinator 192.0.2.7:7070",
            "  kitchen compare compute_square --work cpu:5ms \\",
            "      --export-json run.json --joblog jobs.tsv",
            "  kitchen compare serve_request --rate 200/s \\",
            "      -p threads:4 -p virtual --goal 'p99<50ms'",
            "  kitchen compare coffee-shop --simulate",
            "  kitchen compare count_primes 20000 --jobs 40 \\",
            "      -p sequential -p processes:1,2 \\",
            "      --predict processes:8x4,processes:1000x8",
            "  kitchen compare my.yaml --time-scale 0.5 \\",
            "      -p threads:8,32 -p processes:2x8"
        })
final class CompareCommand implements Callable<Integer> {

    private static final int USUAL_JOBS = 32;

    private final Shell shell;
    private final PythonPools python = new PythonPools();

    @Spec private CommandSpec command = CommandSpec.create();

    @Parameters(
            index = "0",
            paramLabel = "RECIPE",
            completionCandidates = WorkNames.class,
            description =
                    "What to do; see kitchen recipes. Or a scenario: one of kitchen scenarios, or a file.")
    private String recipeName = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ARG",
            description = "One job each, as with run; without any, what the recipe calls typical.")
    private List<String> arguments = new ArrayList<>();

    @Option(
            names = {"-p", "--pool"},
            paramLabel = "POOL",
            description =
                    "A pool, or several: threads:1,2,4 or processes:1..4; cluster:1..4 uses so many of the workers that joined --coordinator, cluster all; python-threads:N, python-processes:N and python-asyncio run in CPython and are left out without a python3 (default: those of the scenario, or sequential, threads and processes as many as there are cores, virtual).")
    private List<String> pools = new ArrayList<>();

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description =
                    "How many jobs a round has: the ARGs over and over, or how many come in a scenario (default: one for each ARG, 32 without any; as the scenario says).")
    private @Nullable Integer jobs;

    @Mixin private RoundOptions rounds = new RoundOptions();

    @Mixin private LoadOptions load = new LoadOptions();

    @Mixin private JobOptions jobOptions = new JobOptions();

    @Mixin private QuestionOptions asked = new QuestionOptions();

    @Option(names = "--split", description = "Also show where the time of a job went.")
    private boolean split;

    @Option(
            names = "--simulate",
            description =
                    "Also simulate the scenario on the same pools and as many cores as here, and say how far that is off.")
    private boolean simulate;

    @Option(
            names = "--json",
            description = "Print JSON instead of tables: what --export-json writes.")
    private boolean json;

    @Mixin private ExportOptions exports = new ExportOptions();

    CompareCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        RecipeJars jars = jobOptions.recipeJars();
        Optional<Scenario> found = RealScenario.find(recipeName, jars);
        if (found.isPresent()) {
            return compareScenario(changed(found.get()), jars);
        }
        if (simulate) {
            throw new UserMistakeException(
                    "--simulate needs a scenario, was given with the recipe %s; see `kitchen scenarios`"
                            .formatted(recipeName));
        }
        Recipe recipe = UserMistakeException.unless(() -> jars.recipe(recipeName));
        Batch batch = UserMistakeException.unless(() -> batch(recipe));
        JobCheck.check(batch, arguments.size(), jobOptions.resourceNames(jars));
        List<PoolSpec> specs = specs(List.of(), recipe);
        JobCheck.requireHarmless(recipe, specs);
        if (load.isWanted()) {
            ParseResult typed = command.commandLine().getParseResult();
            LoadPlan plan = load.plan(typed, rounds.warmUp(), jobOptions.seed());
            return putLoad(specs, batch, plan, jars, null);
        }
        UserMistakeException.unless(() -> {
            Comparison.requireFeasible(specs.size(), batch.size());
            return specs;
        });
        return measure(
                specs,
                batch,
                IntUnaryOperator.identity(),
                jobOptions.seed(),
                Deadlines.NONE,
                jars,
                null);
    }

    /// What was typed counts instead of what the scenario says.
    private RealScenario changed(Scenario read) {
        ParseResult typed = command.commandLine().getParseResult();
        for (String option : List.of("--work", "--rate", "--duration")) {
            if (typed.hasMatchedOption(option)) {
                throw new UserMistakeException(
                        "%s is for recipes, and %s is a scenario, which says itself what comes and when; leave it out"
                                .formatted(option, read.name()));
            }
        }
        if (!arguments.isEmpty()) {
            throw new UserMistakeException(
                    "ARGs are for recipes, and %s is a scenario; leave out \"%s\""
                            .formatted(read.name(), arguments.getFirst()));
        }
        if (simulate && json) {
            throw new UserMistakeException(
                    "--simulate prints a table beside the measured one; leave out --json, or use kitchen simulate --json");
        }
        Integer count = jobs;
        return UserMistakeException.unless(() -> {
            Scenario seeded =
                    typed.hasMatchedOption("--seed") ? read.withSeed(jobOptions.seed()) : read;
            Scenario sized = count == null ? seeded : seeded.withJobs(count);
            return new RealScenario(
                    sized.withResources(jobOptions.resourcesOver(sized.resources()))
                            .scaledBy(jobOptions.timeScale()),
                    jobOptions.timeScale());
        });
    }

    private int compareScenario(RealScenario real, RecipeJars jars) {
        Scenario scenario = real.scenario();
        BatchOptions options = jobOptions.batchOptions();
        List<PoolSpec> specs = specs(scenario.pools(), RealScenario.followSteps(jars));
        real.requireRunnableOn(
                specs,
                UserMistakeException.unless(() -> ScenarioFiles.ofDistribution().find(recipeName)),
                options,
                jars);
        if (!scenario.keepsComing()) {
            ScenarioBatch jobsOf = UserMistakeException.unless(() -> real.batch(jars, options));
            return measure(
                    specs,
                    jobsOf.batch(),
                    row -> jobsOf.numbers()[row],
                    scenario.seed(),
                    jobsOf.deadlines(scenario),
                    jars,
                    real);
        }
        LoadOptions.requireNoRounds(
                command.commandLine().getParseResult(),
                Set.of("--jobs", "--simulate"),
                "jobs of %s keep coming: there are none, only one load for each pool"
                        .formatted(scenario.name()));
        ScenarioLoad coming =
                UserMistakeException.unless(() -> real.load(jars, options, rounds.warmUps()));
        return putLoad(specs, coming.jobs().batch(), coming.plan(), jars, real);
    }

    /// @param usual unless others are typed
    private List<PoolSpec> specs(List<PoolSpec> usual, Recipe recipe) {
        List<PoolSpec> specs =
                python.available(
                        pools.isEmpty() && !usual.isEmpty()
                                ? usual
                                : UserMistakeException.unless(this::specs),
                        recipe,
                        shell.err());
        jobOptions.check(specs);
        return specs;
    }

    /// @param numbers by position in the batch, which job it is, from 0
    private int measure(
            List<PoolSpec> specs,
            Batch batch,
            IntUnaryOperator numbers,
            long seed,
            Deadlines deadlines,
            RecipeJars jars,
            @Nullable RealScenario real) {
        ComparisonOptions options = rounds.options(seed, asked.wantsBreakEven());
        Questions questions = asked.questions(goalOf(real));
        asked.check(specs);
        Host host = new Host();
        try (ReservedExports files = exports.reserve(batch, numbers, host.here());
                LiveDashboard live = dashboard(host)) {
            RunEnd end =
                    new ComparisonRun(
                                    shell,
                                    specs,
                                    batch,
                                    options,
                                    questions,
                                    asked,
                                    new LateWords(deadlines),
                                    split,
                                    json,
                                    CommandText.of(command),
                                    Optional.ofNullable(real),
                                    beside(real, jars),
                                    asked.predict().of(shell, specs, batch, real, jars))
                            .run(opener(jars, specs, real, live), live, host, files);
            return ended(end, live);
        }
    }

    private int putLoad(
            List<PoolSpec> specs,
            Batch batch,
            LoadPlan plan,
            RecipeJars jars,
            @Nullable RealScenario real) {
        LoadRun run =
                new LoadRun(
                        shell,
                        specs,
                        batch,
                        plan,
                        asked.questions(goalOf(real)).goal(),
                        json,
                        CommandText.of(command),
                        Optional.ofNullable(real),
                        beside(real, jars),
                        asked.predict().of(shell, specs, batch, real, jars));
        Host host = new Host();
        try (ReservedExports files =
                        exports.reserve(batch, IntUnaryOperator.identity(), host.here());
                LiveDashboard live = dashboard(host)) {
            return ended(run.run(opener(jars, specs, real, live), live, host, files), live);
        }
    }

    private int ended(RunEnd end, LiveDashboard live) {
        if (end.file().isEmpty()) {
            shell.err().println("kitchen compare: interrupted before the first pool was open");
        }
        jobOptions.stay(shell, live);
        return end.code();
    }

    private static Optional<Goal> goalOf(@Nullable RealScenario real) {
        return Optional.ofNullable(real).flatMap(scenario -> scenario.scenario().goal());
    }

    private Optional<SimulatedBeside> beside(@Nullable RealScenario real, RecipeJars jars) {
        return Optional.ofNullable(real)
                .filter(_ -> simulate)
                .map(scenario -> new SimulatedBeside(shell, scenario.scenario(), jars.book()));
    }

    private LiveDashboard dashboard(Host host) {
        return jobOptions.dashboard(
                shell,
                CommandText.of(command),
                () -> host,
                exports.shelf(problem -> shell.err().println("kitchen compare: " + problem)));
    }

    private PoolOpener opener(
            RecipeJars jars,
            List<PoolSpec> specs,
            @Nullable RealScenario real,
            LiveDashboard live) {
        return real == null
                ? jobOptions.opener(jars, specs, live, exports::journal)
                : jobOptions.opener(jars, specs, real.scenario(), live, exports::journal);
    }

    private Batch batch(Recipe recipe) {
        int count = jobs != null ? jobs : arguments.isEmpty() ? USUAL_JOBS : arguments.size();
        RunCommand.requireJobs(count);
        return new Batch(
                recipe,
                RecipeBook.pack(recipe, ArgumentRows.repeated(recipe, arguments, count)),
                jobOptions.batchOptions());
    }

    private List<PoolSpec> specs() {
        return pools.isEmpty()
                ? usualPools()
                : pools.stream().flatMap(text -> PoolSpec.parseAll(text).stream()).toList();
    }

    /// What is compared where neither the user nor a scenario names pools.
    static List<PoolSpec> usualPools() {
        int cores = Host.cores();
        return Stream.of("sequential", "threads:" + cores, "virtual", "processes:" + cores)
                .map(PoolSpec::parse)
                .toList();
    }

    /// Otherwise the start-up of the first pool would hold the loading of classes for all.
    static void loadWhatAllPoolsShare() {
        try (Pool pool = Pools.open("threads:1")) {
            var _ = pool.map("compute_square", List.of(1));
        }
    }
}
