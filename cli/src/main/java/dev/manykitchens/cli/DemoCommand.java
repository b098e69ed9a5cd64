package dev.manykitchens.cli;

import dev.manykitchens.cli.dashboard.LiveDashboard;
import dev.manykitchens.cli.host.Host;
import dev.manykitchens.cli.recipes.RecipeJars;
import dev.manykitchens.cli.scenario.ScenarioFiles;
import dev.manykitchens.cli.scene.Audience;
import dev.manykitchens.cli.scene.CannotPlayException;
import dev.manykitchens.cli.scene.Casting;
import dev.manykitchens.cli.scene.Playable;
import dev.manykitchens.cli.scene.PlayableScene;
import dev.manykitchens.cli.scene.Programme;
import dev.manykitchens.cli.scene.Scene;
import dev.manykitchens.cli.scene.SceneJson;
import dev.manykitchens.cli.scene.ScenePlayer;
import dev.manykitchens.cli.scene.SceneText;
import dev.manykitchens.cli.scene.Scenes;
import dev.manykitchens.cli.scene.Showing;
import dev.manykitchens.cli.terminal.Interrupts;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.report.history.RunShelf;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

/// `kitchen demo`: plays scenes, each promise beside its measurement. Fails when one was not kept.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = KitchenVersion.class,
        description = "Play scenes: what is promised, beside what is measured.",
        footer = {
            "",
            "Examples:",
            "  kitchen demo",
            "  kitchen demo tea-shop one-stove",
            "  kitchen demo --time-scale 0.1",
            "  kitchen demo tea-shop --pool cluster",
            "  kitchen demo --dashboard --on-request",
            "  kitchen demo --dashboard --on-request my.yaml",
            "  kitchen demo --list",
            "  kitchen demo --explain tea-shop"
        })
final class DemoCommand implements Callable<Integer> {

    /// Below it, jobs are so short that sending them is what would be measured.
    private static final double SMALLEST_SCALE = 0.05;

    private static final double LARGEST_SCALE = 100;

    private final Shell shell;

    @Parameters(
            paramLabel = "SCENE",
            arity = "0..*",
            completionCandidates = Names.class,
            description =
                    "The scenes to play; all when none is named. With --on-request, scenarios too: those that come with the program when nothing is named, or a file or a folder of files.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--time-scale",
            paramLabel = "X",
            defaultValue = "1",
            description =
                    "Multiply every wait and every amount of CPU work, by 0.05 to 100 (default: ${DEFAULT-VALUE}).")
    private double timeScale = 1;

    @Option(
            names = {"-p", "--pool"},
            paramLabel = "cluster",
            description =
                    "Play on the workers that joined --coordinator what is written for processes:N: on N of them, started with --threads 1. Only cluster can be said.")
    private @Nullable String pool;

    @Mixin private WorkerMemoryOption workerMemory = new WorkerMemoryOption();

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Mixin private DashboardOption dashboard = new DashboardOption();

    @Option(
            names = "--on-request",
            description =
                    "Play nothing by itself: wait for what the page of --dashboard asks for, until Ctrl-C.")
    private boolean onRequest;

    @Option(names = "--list", description = "List the scenes and what each asks.")
    private boolean list;

    @Option(
            names = "--explain",
            description =
                    "Play nothing: say what to guess before each SCENE, what it shows and why, and which lesson tells more.")
    private boolean explain;

    @Option(names = "--json", description = "Print JSON, when all is over.")
    private boolean json;

    /// The names of the scenes, for completion.
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Scenes.names().iterator();
        }
    }

    DemoCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Scene> scenes = chosen();
        requireScale();
        if (list && explain) {
            throw new UserMistakeException(
                    "one of --list and --explain must be left out, both were given");
        }
        requireRequests();
        PoolOptions options = poolOptions();
        SceneText text = new SceneText(shell.out(), shell.terminal().colours());
        if (list) {
            list(scenes, text);
        } else if (explain) {
            explain(scenes, text);
        } else {
            return play(scenes, text, options);
        }
        return ExitCode.GOOD;
    }

    private void list(List<Scene> scenes, SceneText text) {
        if (json) {
            shell.out().println(SceneJson.list(scenes));
        } else {
            text.list(scenes);
        }
    }

    /// People who name no scene get names to choose from; a program gets all explanations.
    private void explain(List<Scene> scenes, SceneText text) {
        if (json) {
            shell.out().println(SceneJson.explain(scenes));
        } else if (names.isEmpty()) {
            text.list(scenes);
            text.howToExplain();
        } else {
            text.explain(scenes);
        }
    }

    private List<Scene> chosen() {
        if (names.isEmpty()) {
            return Scenes.all();
        }
        List<String> scenes = names.stream().distinct().filter(name -> !isScenario(name)).toList();
        if (scenes.size() < names.stream().distinct().count() && !onRequest) {
            throw new UserMistakeException(
                    "a scenario is played here when the page asks for it, was named without --on-request: %s; add --dashboard --on-request, or use kitchen compare"
                            .formatted(
                                    names.stream()
                                            .filter(DemoCommand::isScenario)
                                            .findFirst()
                                            .orElse("")));
        }
        return UserMistakeException.unless(() -> scenes.stream().map(Scenes::get).toList());
    }

    /// Whether a word stands for a scenario, or a folder of some: of names that both have, the
    /// scene is meant.
    private static boolean isScenario(String name) {
        return !Scenes.names().contains(name)
                && (name.contains("/")
                        || ScenarioFiles.looksLikeScenario(name)
                        || ScenarioFiles.ofDistribution().names().contains(name)
                        || ScenarioFiles.isFolder(name));
    }

    private List<PlayableScenario> scenarios(DemoScenarios offered) {
        if (!dashboard.isWanted()) {
            return List.of();
        }
        return names.isEmpty()
                ? offered.shipped()
                : offered.named(names.stream().distinct().filter(DemoCommand::isScenario).toList());
    }

    /// Whoever reads JSON is not told of what the page asks for.
    private Shell heard() {
        return json
                ? new Shell(
                        new PrintStream(OutputStream.nullOutputStream()),
                        shell.err(),
                        shell.terminal(),
                        shell.interrupts(),
                        shell.loss())
                : shell;
    }

    private void requireRequests() {
        if (onRequest && !dashboard.isWanted()) {
            throw new UserMistakeException(
                    "--on-request needs a page where scenes are asked for, there is none; add --dashboard");
        }
        if (onRequest && json) {
            throw new UserMistakeException(
                    "--json prints what was played when all is over, and with --on-request it never is; leave one of them out");
        }
    }

    private void requireScale() {
        if (!(timeScale >= SMALLEST_SCALE && timeScale <= LARGEST_SCALE)) {
            throw new UserMistakeException(
                    "--time-scale must be from %s to %s, was %s"
                            .formatted(SMALLEST_SCALE, LARGEST_SCALE, timeScale));
        }
    }

    private PoolOptions poolOptions() {
        String told = pool;
        List<PoolSpec> pools =
                told == null
                        ? List.of()
                        : List.of(UserMistakeException.unless(() -> PoolSpec.parse(told)));
        if (told != null && !pools.equals(List.of(PoolSpec.parse("cluster")))) {
            throw new UserMistakeException(
                    "--pool must be cluster or left out, was \"%s\": a scene names all other pools itself"
                            .formatted(told));
        }
        cluster.check(pools);
        if (told != null) {
            workerMemory.check(pools);
        }
        return cluster.addTo(workerMemory.addTo(PoolOptions.defaults()), pools);
    }

    private int play(List<Scene> scenes, SceneText text, PoolOptions options)
            throws InterruptedException {
        Casting casting = pool == null ? Casting.AS_WRITTEN : Casting.CLUSTER;
        PlayableScene.Players players =
                (audience, live) -> new ScenePlayer(options, casting, timeScale, audience, live);
        Audience audience = json ? Audience.NONE : text;
        List<Playable> playables = new ArrayList<>();
        scenes.forEach(scene -> playables.add(new PlayableScene(scene, audience, players)));
        RecipeJars jars = RecipeJars.load(List.of());
        playables.addAll(scenarios(new DemoScenarios(options, casting, timeScale, jars, heard())));
        Programme programme = new Programme(playables);
        // Closed in this order: what is played ends, and then there is nothing more to see.
        try (LiveDashboard live =
                        dashboard.open(
                                shell,
                                "kitchen demo",
                                Host::new,
                                RunShelf.withoutFolder(),
                                programme::shownBy);
                programme) {
            programme.on(live);
            try (Interrupts.Watch _ = shell.interrupts().watch(programme::end)) {
                int code =
                        onRequest
                                ? ExitCode.GOOD
                                : play(scenes, text, audience, players, programme);
                if (!programme.isEnded() && stays(live)) {
                    shell.err()
                            .println(
                                    "scenes and scenarios can be started at %s until Ctrl-C"
                                            .formatted(live.page().orElse("")));
                    programme.awaitEnd();
                }
                return code;
            }
        }
    }

    /// Whether it waits for more: where somebody can ask for more, and can end it.
    private boolean stays(LiveDashboard live) {
        return (onRequest && live.page().isPresent()) || dashboard.stays(shell, live);
    }

    private int play(
            List<Scene> scenes,
            SceneText text,
            Audience audience,
            PlayableScene.Players players,
            Programme programme)
            throws InterruptedException {
        int cores = Runtime.getRuntime().availableProcessors();
        List<Showing> showings = new ArrayList<>();
        long start = System.nanoTime();
        try {
            if (!json) {
                text.opening(scenes.size(), cores, timeScale);
            }
            programme.perform(
                    "what was to be played",
                    (stage, live) ->
                            PlayableScene.player(
                                    scenes,
                                    showings::add,
                                    Audience.tee(audience, stage),
                                    players,
                                    live));
            if (json) {
                shell.out().println(SceneJson.of(showings, cores, timeScale));
            } else {
                text.closing(showings, (System.nanoTime() - start) / 1e9);
            }
            return showings.stream().allMatch(Showing::kept) ? ExitCode.GOOD : ExitCode.FAILED;
        } catch (CancellationException e) {
            shell.err()
                    .println(
                            "%s after %d of %d scenes"
                                    .formatted(
                                            programme.isEnded()
                                                    ? "interrupted"
                                                    : "stopped on the page",
                                            showings.size(),
                                            scenes.size()));
            return ExitCode.INTERRUPTED;
        } catch (CannotPlayException e) {
            throw new RunFailedException(String.valueOf(e.getMessage()), e);
        }
    }
}
