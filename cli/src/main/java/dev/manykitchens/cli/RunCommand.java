package dev.manykitchens.cli;

import dev.manykitchens.cli.dashboard.LiveDashboard;
import dev.manykitchens.cli.host.Host;
import dev.manykitchens.cli.picture.TilePicture;
import dev.manykitchens.cli.recipes.CookbookNames;
import dev.manykitchens.cli.recipes.RecipeJars;
import dev.manykitchens.cli.terminal.Interrupts;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.measurement.MeasuredPool;
import dev.manykitchens.core.measurement.MeasuredRound;
import dev.manykitchens.core.measurement.PoolOpening;
import dev.manykitchens.core.measurement.PoolWorker;
import dev.manykitchens.core.measurement.ProcessProbe;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.report.export.JobLog;
import dev.manykitchens.report.export.LiveJobLog;
import dev.manykitchens.report.export.LoggedJobs;
import dev.manykitchens.report.export.OutputFile;
import dev.manykitchens.report.export.ResultsFile;
import dev.manykitchens.report.export.WallClock;
import dev.manykitchens.report.history.RunShelf;
import dev.manykitchens.report.progress.RunProgress;
import dev.manykitchens.report.summary.RunSummary;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

/// `kitchen run`: runs jobs once on one pool and prints their results.
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = KitchenVersion.class,
        description = "Run jobs on one pool and print their results in order of submission.",
        footer = {
            "",
            "Each ARG is one job. A recipe with several parameters takes them separated by commas; write \\, for a comma within one."
                    + " On a terminal a list of more than 100 results is shortened in the middle; a pipe and --json get all of them.",
            "",
            "Exit codes: 0 every job has its result, 1 one has not, or the pool could not be opened, 2 a mistake in the command line, 70 a bug of ours, 130 ended by Ctrl-C, 143 by SIGTERM, with what there is printed.",
            "",
            "Examples:",
            "  kitchen run compute_square 1 2 3 4 \\",
            "      --pool processes:4 --work wait:2s",
            "  kitchen run count_primes 100000 200000 \\",
            "      --pool threads:2+gil",
            "  kitchen run render_tile --picture mandelbrot.png \\",
            "      --size 1024x768 --pool processes:2",
            "  kitchen run count_primes 100000 200000 \\",
            "      --joblog jobs.tsv --resume jobs.tsv",
            "  kitchen run count_primes 100000 200000 \\",
            "      --pool processes:2 --data kept",
            "  kitchen run compute_square 1 2 3 4 --pool cluster \\",
            "      --coordinator 192.0.2.7:7070 --token-file token"
        })
final class RunCommand implements Callable<Integer> {

    /// The most jobs of one run: every result is kept, so that all can be printed in order.
    static final int MOST_JOBS = 10_000_000;

    private final Shell shell;

    @Parameters(
            index = "0",
            paramLabel = "RECIPE",
            completionCandidates = CookbookNames.class,
            description = "What to do; see kitchen recipes.")
    private String recipeName = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "ARG", description = "One job each.")
    private List<String> arguments = new ArrayList<>();

    @Option(
            names = {"-p", "--pool"},
            paramLabel = "POOL",
            defaultValue = "sequential",
            description =
                    "Where to run: sequential, threads:N, virtual, forkjoin:N, async, hybrid:N, processes:N, processes:NxT, cluster, cluster:N, python-threads:N, python-processes:N or python-asyncio; +gil or +stoves=S limits who computes; cluster are the workers that joined --coordinator, cluster:N so many of them (default: ${DEFAULT-VALUE}).")
    private String pool = "sequential";

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Run N jobs: the ARGs over and over, or what the recipe calls typical.")
    private @Nullable Integer jobs;

    @Mixin private JobOptions jobOptions = new JobOptions();

    @Mixin private PictureOptions pictureOptions = new PictureOptions();

    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean json;

    @Option(
            names = "--joblog",
            paramLabel = "FILE",
            description =
                    "Write one line a job, separated by tabs, as the jobs end: what is killed leaves its lines.")
    private @Nullable Path joblog;

    @Option(
            names = "--resume",
            paramLabel = "FILE",
            description =
                    "Run only the jobs that have not succeeded, by this job log of an earlier run with the same RECIPE and ARGs; the last line of a job counts. Only their results are printed. With --joblog that file goes on, or begins with what this one says.")
    private @Nullable Path resume;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Write what the jobs of a pool of worker JVMs, processes:N, come to into a journal below DIR: when this command is killed or interrupted, the same command goes on, and runs again only what has not ended. A cluster's coordinator has a journal of its own; other pools have none.")
    private @Nullable Path data;

    RunCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        DataOption.requireNamed(data);
        RecipeJars jars = jobOptions.recipeJars();
        Recipe recipe = UserMistakeException.unless(() -> jars.recipe(recipeName));
        Optional<TilePicture> picture = pictureOptions.of(recipe, arguments, jobs);
        if (picture.isPresent() && resume != null) {
            throw new UserMistakeException(
                    "--picture needs the results of all jobs, --resume runs those that are left: leave out one of the two");
        }
        if (data != null && resume != null) {
            throw new UserMistakeException(
                    "--data and --resume are two ways to go on with a run: leave out one of the two");
        }
        Jobs prepared = prepared(recipe, picture);
        JobCheck.check(prepared.all(), arguments.size(), jobOptions.resourceNames(jars));
        PoolSpec spec = UserMistakeException.unless(() -> PoolSpec.parse(pool));
        JobCheck.requireHarmless(recipe, List.of(spec));
        jobOptions.check(List.of(spec));
        new PythonPools().require(spec, recipe);
        Resumption resumption = prepared.resumption();
        resumption.warning().ifPresent(warning -> shell.err().println("kitchen run: " + warning));
        Batch batch = prepared.left();
        Optional<RunJournal> journal =
                RunJournal.of(data, spec, batch, jobOptions.poolOptions(jars), jars, shell.err());
        try (OutputFile log = reserved("--joblog", joblog);
                OutputFile image = reserved("--picture", pictureOptions.file())) {
            boolean goesOn = log != null && copied(resumption, log);
            if (batch.size() == 0) {
                return nothingLeft(spec, resumption, log);
            }
            try (LiveJobLog live = log == null ? null : live(log, goesOn, batch, resumption)) {
                return run(spec, batch, jars, new Files(live, picture, image, resumption, journal));
            }
        }
    }

    /// What there is to do.
    ///
    /// @param all whether they are run or not
    /// @param left those that are run
    private record Jobs(Batch all, Resumption resumption, Batch left) {}

    private Jobs prepared(Recipe recipe, Optional<TilePicture> picture) {
        return UserMistakeException.unless(() -> {
            List<? extends List<? extends Value>> rows = rows(recipe, picture);
            Batch all = new Batch(recipe, RecipeBook.pack(recipe, rows), jobOptions.batchOptions());
            Resumption resumption = Resumption.of(resume, joblog, all);
            return new Jobs(all, resumption, resumption.batch(rows));
        });
    }

    /// What is written beside the results.
    private record Files(
            @Nullable LiveJobLog log,
            Optional<TilePicture> picture,
            @Nullable OutputFile image,
            Resumption resumption,
            Optional<RunJournal> journal) {

        /// Hears what happens in the pool.
        EventSink with(EventSink other) {
            return log == null ? other : EventSink.tee(other, log);
        }
    }

    /// Begins a log with what the one says that is resumed; whether it says anything.
    private static boolean copied(Resumption resumption, OutputFile log) {
        Optional<LoggedJobs> before = resumption.logged().filter(logged -> logged.bytes() > 0);
        try {
            before.ifPresent(logged -> log.copy(logged.path(), logged.bytes()));
        } catch (UncheckedIOException e) {
            throw new RunFailedException(String.valueOf(e.getMessage()));
        }
        return before.isPresent();
    }

    private static LiveJobLog live(
            OutputFile log, boolean goesOn, Batch batch, Resumption resumption) {
        PoolWorker here = new Host().here();
        JobLog lines =
                JobLog.ofResumed(
                        log.content(),
                        goesOn,
                        batch,
                        resumption::number,
                        new WallClock(Instant.now(), System.nanoTime()),
                        here);
        return new LiveJobLog(log, lines, here);
    }

    private int nothingLeft(PoolSpec spec, Resumption resumption, @Nullable OutputFile log) {
        if (json) {
            shell.out()
                    .print(
                            ResultsFile.ofNothing(recipeName, spec.toString(), resumption.skipped())
                                    .toJson());
        } else {
            shell.out().println(resumption.nothingLeft());
        }
        shell.out().flush();
        if (log != null && !resumption.isSameFile()) {
            try {
                log.commit();
            } catch (UncheckedIOException e) {
                throw new RunFailedException(String.valueOf(e.getMessage()));
            }
        }
        return ExitCode.GOOD;
    }

    private List<? extends List<? extends Value>> rows(
            Recipe recipe, Optional<TilePicture> picture) {
        return picture.isPresent()
                ? picture.get().rows()
                : ArgumentRows.wanted(recipe, arguments, jobs);
    }

    private int run(PoolSpec spec, Batch batch, RecipeJars jars, Files files) {
        try (LiveDashboard live =
                jobOptions.dashboard(
                        shell, "kitchen run " + recipeName, Host::new, RunShelf.withoutFolder())) {
            int code =
                    run(
                            new PoolOpening(
                                    jobOptions.opener(
                                            jars,
                                            List.of(spec),
                                            live,
                                            () -> files.journal().map(RunJournal::ofPool)),
                                    ProcessProbe.NONE),
                            spec,
                            batch,
                            files);
            jobOptions.stay(shell, live);
            return code;
        }
    }

    private int run(PoolOpening opening, PoolSpec spec, Batch batch, Files files) {
        AtomicReference<@Nullable MeasuredPool> opened = new AtomicReference<>();
        // The watch ends last: until then, a process that was told to end waits for its last words.
        try (Interrupts.Watch watch = shell.interrupts().watch(() -> stop(opening, opened))) {
            int code = run(opening, opened, watch, spec, batch, files);
            files.journal().ifPresent(its -> its.printed(code == ExitCode.INTERRUPTED));
            return code;
        }
    }

    private int run(
            PoolOpening opening,
            AtomicReference<@Nullable MeasuredPool> opened,
            Interrupts.Watch watch,
            PoolSpec spec,
            Batch batch,
            Files files) {
        RunSummary summary = new RunSummary();
        try (MeasuredPool measured = opening.open(spec, files.with(summary))) {
            opened.set(measured);
            if (watch.interrupted()) {
                measured.stop();
            }
            return run(measured, batch, summary, files);
        } catch (InterruptedException e) {
            shell.err().println("kitchen run: interrupted before the first job began");
            return ExitCode.INTERRUPTED;
        }
    }

    private int run(MeasuredPool measured, Batch batch, RunSummary summary, Files files)
            throws InterruptedException {
        ResultCollector results = new ResultCollector(batch.size());
        MeasuredRound round = measure(measured, batch, summary, results);
        Optional<String> lostJournal = files.journal().flatMap(RunJournal::failure);
        if (lostJournal.isPresent()) {
            throw new RunFailedException(lostJournal.get());
        }
        List<Outcome> outcomes = results.inOrder();
        // The picture is the result: what is said about it must be true when it is read.
        Optional<ResultsFile.Picture> picture = Optional.empty();
        List<String> lost = new ArrayList<>();
        try {
            picture = written(files, outcomes, round);
        } catch (UncheckedIOException e) {
            lost.add(String.valueOf(e.getMessage()));
        }
        RunOutput output =
                new RunOutput(
                        shell,
                        batch,
                        measured.spec(),
                        measured.startup(),
                        outcomes,
                        round,
                        picture,
                        files.resumption());
        output.print(json);
        shell.out().flush();
        try {
            LiveJobLog log = files.log();
            if (log != null) {
                log.finish(round);
            }
        } catch (UncheckedIOException e) {
            lost.add(String.valueOf(e.getMessage()));
        }
        if (!lost.isEmpty()) {
            throw new RunFailedException(String.join("; ", lost));
        }
        return output.exitCode();
    }

    private Optional<ResultsFile.Picture> written(
            Files files, List<Outcome> outcomes, MeasuredRound round) {
        OutputFile image = files.image();
        Path path = pictureOptions.file();
        if (image == null || path == null) {
            return Optional.empty();
        }
        return files.picture()
                .map(picture -> {
                    image.commit(picture.png(outcomes, round));
                    return picture.described(path, round);
                });
    }

    private MeasuredRound measure(
            MeasuredPool measured, Batch batch, RunSummary summary, ResultCollector results)
            throws InterruptedException {
        OptionalInt width = shell.terminal().errWidth();
        if (width.isEmpty()) {
            return runOn(measured, batch, results);
        }
        try (RunProgress _ =
                new RunProgress(
                        summary, batch.size(), shell.err(), width.getAsInt(), System::nanoTime)) {
            return runOn(measured, batch, results);
        }
    }

    private static MeasuredRound runOn(MeasuredPool measured, Batch batch, ResultCollector results)
            throws InterruptedException {
        try {
            return measured.run(batch, results);
        } catch (IllegalArgumentException e) {
            // Pools refuse what they cannot run, such as a recipe that would end this JVM.
            throw new UserMistakeException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void stop(PoolOpening opening, AtomicReference<@Nullable MeasuredPool> opened) {
        opening.stop();
        MeasuredPool measured = opened.get();
        if (measured != null) {
            measured.stop();
        }
    }

    static void requireJobs(int jobs) {
        if (jobs < 1 || jobs > MOST_JOBS) {
            throw new IllegalArgumentException(
                    "--jobs must be from 1 to " + MOST_JOBS + ", was " + jobs);
        }
    }

    /// Null for a file that nobody wants: `try` closes what there is.
    static @Nullable OutputFile reserved(String option, @Nullable Path path) {
        return path == null
                ? null
                : UserMistakeException.unless(() -> OutputFile.reserve(option, path));
    }
}
