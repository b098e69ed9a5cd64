package dev.manykitchens.cli;

import dev.manykitchens.cli.host.Host;
import dev.manykitchens.cli.recipes.CookbookNames;
import dev.manykitchens.cli.recipes.RecipeJars;
import dev.manykitchens.cli.terminal.Interrupts;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.core.comparison.Comparison;
import dev.manykitchens.core.comparison.ComparisonListener;
import dev.manykitchens.core.comparison.ComparisonOptions;
import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.load.LoadPlan;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.report.progress.ComparisonProgress;
import dev.manykitchens.report.run.RunFile;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

/// `kitchen compare`: the same jobs on several pools, in one ranked table.
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        versionProvider = KitchenVersion.class,
        description =
                "Run the same jobs on several pools, in interleaved rounds, and say which is how much faster.",
        footer = {
            "",
            "The summary compares the fastest pool with the others; there a figure after ± is half of the 95 %% interval of the ratio,"
                    + " and \"no difference shown\" means that the interval holds 1."
                    + " A pool may be named twice: the two then show how much noise there is."
                    + " Ctrl-C keeps the rounds that are complete.",
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
            "      -p threads:4 -p virtual --goal 'p99<50ms'"
        })
final class CompareCommand implements Callable<Integer> {

    private static final int USUAL_JOBS = 32;

    private final Shell shell;
    private final PythonPools python = new PythonPools();

    @Spec private CommandSpec command = CommandSpec.create();

    @Parameters(
            index = "0",
            paramLabel = "RECIPE",
            completionCandidates = CookbookNames.class,
            description = "What to do; see kitchen recipes.")
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
                    "A pool, or several: threads:1,2,4 or processes:1..4; cluster:1..4 uses so many of the workers that joined --coordinator, cluster all; python-threads:N, python-processes:N and python-asyncio run in CPython and are left out without a python3 (default: sequential, threads and processes as many as there are cores, virtual).")
    private List<String> pools = new ArrayList<>();

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description =
                    "How many jobs a round has: the ARGs over and over (default: one for each ARG, 32 without any).")
    private @Nullable Integer jobs;

    @Option(
            names = "--rounds",
            paramLabel = "R",
            description =
                    "How often each pool is measured (default: 10 times, and more until --min-time).")
    private @Nullable Integer rounds;

    @Option(
            names = "--warmup",
            paramLabel = "W",
            description =
                    "How often each pool runs before that, unmeasured (default: until its rounds no longer become faster, at most 10 times).")
    private @Nullable Integer warmUp;

    @Option(
            names = "--min-time",
            paramLabel = "DURATION",
            description =
                    "A pool measured for less gets further rounds, up to 500 (default: 3s, or 0s with --rounds).")
    private @Nullable String minTime;

    @Option(
            names = "--max-time",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description =
                    "A pool measured for so long gets no further rounds after its third (default: ${DEFAULT-VALUE}).")
    private String maxTime = "10s";

    @Mixin private LoadOptions load = new LoadOptions();

    @Mixin private JobOptions jobOptions = new JobOptions();

    @Mixin private QuestionOptions asked = new QuestionOptions();

    @Option(names = "--split", description = "Also show where the time of a job went.")
    private boolean split;

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
        Recipe recipe = UserMistakeException.unless(() -> jars.recipe(recipeName));
        Batch batch = UserMistakeException.unless(() -> batch(recipe));
        JobCheck.check(batch, arguments.size(), jobOptions.resourceNames(jars));
        List<PoolSpec> specs =
                python.available(UserMistakeException.unless(this::specs), recipe, shell.err());
        JobCheck.requireHarmless(recipe, specs);
        jobOptions.check(specs);
        if (load.isWanted()) {
            return putLoad(specs, batch, jars);
        }
        ComparisonOptions options =
                UserMistakeException.unless(() ->
                        new ComparisonOptions(
                                rounds == null ? ComparisonOptions.DEFAULTS.rounds() : rounds,
                                warmUp == null ? OptionalInt.empty() : OptionalInt.of(warmUp),
                                minTime(),
                                maxTime(),
                                jobOptions.seed(),
                                asked.wantsBreakEven()));
        asked.questions();
        asked.check(specs);
        UserMistakeException.unless(() -> {
            Comparison.requireFeasible(specs.size(), batch.size());
            return specs;
        });
        Host host = new Host();
        try (ReservedExports files = exports.reserve(batch, host.here())) {
            return compare(specs, batch, options, jars, host, files);
        }
    }

    private int putLoad(List<PoolSpec> specs, Batch batch, RecipeJars jars) {
        ParseResult typed = command.commandLine().getParseResult();
        LoadPlan plan = load.plan(typed, warmUp, jobOptions.seed());
        LoadRun run =
                new LoadRun(
                        shell,
                        specs,
                        batch,
                        plan,
                        asked.questions().goal(),
                        json,
                        CommandText.of(command));
        Host host = new Host();
        try (ReservedExports files = exports.reserve(batch, host.here())) {
            return run.run(jobOptions.opener(jars, specs), host, files);
        }
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
        int cores = Host.cores();
        List<String> texts =
                pools.isEmpty()
                        ? List.of("sequential", "threads:" + cores, "virtual", "processes:" + cores)
                        : pools;
        return texts.stream().flatMap(text -> PoolSpec.parseAll(text).stream()).toList();
    }

    private Duration minTime() {
        String told = minTime;
        if (told == null) {
            Duration usual = rounds == null ? ComparisonOptions.DEFAULTS.minTime() : Duration.ZERO;
            return usual.compareTo(maxTime()) > 0 ? maxTime() : usual;
        }
        return UserMistakeException.unless("--min-time", () -> DurationRange.parseDuration(told));
    }

    private Duration maxTime() {
        return UserMistakeException.unless(
                "--max-time", () -> DurationRange.parseDuration(maxTime));
    }

    private int compare(
            List<PoolSpec> specs,
            Batch batch,
            ComparisonOptions options,
            RecipeJars jars,
            Host host,
            ReservedExports files) {
        CompareOutput output = new CompareOutput(shell, split);
        if (!json) {
            output.printHead(batch, specs, options, Host.cores());
            python.describe(specs).ifPresent(output::printPython);
        }
        OptionalInt width = shell.terminal().errWidth();
        ComparisonProgress progress =
                width.isEmpty()
                        ? null
                        : new ComparisonProgress(
                                specs.size(), options, shell.err(), width.getAsInt());
        Comparison comparison =
                UserMistakeException.unless(() ->
                        new Comparison(
                                specs,
                                batch,
                                options,
                                jobOptions.opener(jars, specs),
                                host,
                                heard(output, files, progress)));
        // The watch ends last: until then, a process that was told to end waits for its last words.
        try (Interrupts.Watch _ = shell.interrupts().watch(comparison::stop)) {
            loadWhatAllPoolsShare();
            return finish(comparison, specs, progress, host, files, output);
        }
    }

    /// Otherwise the start-up of the first pool would hold the loading of classes for all.
    static void loadWhatAllPoolsShare() {
        try (Pool pool = Pools.open("threads:1")) {
            var _ = pool.map("compute_square", List.of(1));
        }
    }

    private int finish(
            Comparison comparison,
            List<PoolSpec> specs,
            @Nullable ComparisonProgress progress,
            Host host,
            ReservedExports files,
            CompareOutput output) {
        ComparisonResult result;
        try {
            result = run(comparison, progress);
        } catch (CancellationException e) {
            shell.err().println("kitchen compare: interrupted before the first pool was open");
            return ExitCode.INTERRUPTED;
        }
        RunFile file =
                RunFile.of(
                        result,
                        asked.questions(),
                        host.facts(python.describe(specs)),
                        KitchenVersion.version(),
                        CommandText.of(command),
                        Instant.now());
        if (json) {
            shell.out().print(file.toJson());
        } else {
            output.print(result, file);
        }
        output.printFailures();
        shell.out().flush();
        // After the table: a disk that is full takes nothing from whoever waited for it.
        files.commit(file);
        Optional<String> complaint = asked.complaint(result);
        complaint.ifPresent(shell.err()::println);
        return output.exitCode(result, complaint.isEmpty());
    }

    private static ComparisonResult run(
            Comparison comparison, @Nullable ComparisonProgress progress) {
        try (progress) {
            // Pools refuse what they cannot run, such as a recipe that would end this JVM.
            return UserMistakeException.unless(comparison::run);
        }
    }

    private static ComparisonListener heard(
            CompareOutput output, ReservedExports files, @Nullable ComparisonProgress progress) {
        return progress == null
                ? ComparisonListener.tee(output, files)
                : ComparisonListener.tee(output, files, progress);
    }
}
