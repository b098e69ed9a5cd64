package dev.manykitchens.cli;

import dev.manykitchens.cli.scene.Audience;
import dev.manykitchens.cli.scene.Scene;
import dev.manykitchens.cli.scene.SceneJson;
import dev.manykitchens.cli.scene.ScenePlayer;
import dev.manykitchens.cli.scene.SceneText;
import dev.manykitchens.cli.scene.Scenes;
import dev.manykitchens.cli.scene.Showing;
import dev.manykitchens.core.pool.PoolOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// `kitchen demo`: plays scenes, each promise beside its measurement. Exit code 1 when one was not
/// kept.
@Command(
        name = "demo",
        description = "Play scenes: what is promised, beside what is measured.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  kitchen demo",
            "  kitchen demo tea-shop one-stove",
            "  kitchen demo --time-scale 0.1",
            "  kitchen demo --list"
        })
final class DemoCommand implements Callable<Integer> {

    private static final double SMALLEST_SCALE = 0.01;
    private static final double LARGEST_SCALE = 100;
    private static final int INTERRUPTED = 130;
    private static final long LONGEST_GOODBYE_SECONDS = 10;

    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "SCENE",
            arity = "0..*",
            completionCandidates = Names.class,
            description = "The scenes to play; all when none is named.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--time-scale",
            paramLabel = "X",
            defaultValue = "1",
            description =
                    "Multiply every wait and every amount of CPU work, from 0.01 to 100"
                            + " (default: ${DEFAULT-VALUE}).")
    private double timeScale = 1;

    @Option(names = "--list", description = "List the scenes and what each asks.")
    private boolean list;

    @Option(names = "--json", description = "Print JSON, when all is over.")
    private boolean json;

    /// The names of the scenes, for completion.
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Scenes.names().iterator();
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
        List<Scene> scenes = chosen(commandLine);
        PrintWriter out = commandLine.getOut();
        boolean colours = commandLine.getColorScheme().ansi().enabled();
        SceneText text = new SceneText(out, colours, System.out.charset());
        if (!list) {
            return play(scenes, out, text);
        }
        if (json) {
            out.println(SceneJson.list(scenes));
        } else {
            text.list(scenes);
        }
        out.flush();
        return 0;
    }

    private List<Scene> chosen(CommandLine commandLine) {
        if (!(timeScale >= SMALLEST_SCALE && timeScale <= LARGEST_SCALE)) {
            throw new ParameterException(
                    commandLine,
                    "--time-scale must be from %s to %s, was %s"
                            .formatted(SMALLEST_SCALE, LARGEST_SCALE, timeScale));
        }
        try {
            return names.isEmpty()
                    ? Scenes.all()
                    : names.stream().distinct().map(Scenes::get).toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(commandLine, e.getMessage(), e);
        }
    }

    private int play(List<Scene> scenes, PrintWriter out, SceneText text)
            throws InterruptedException {
        ScenePlayer player =
                new ScenePlayer(PoolOptions.defaults(), timeScale, json ? Audience.NONE : text);
        int cores = Runtime.getRuntime().availableProcessors();
        List<Showing> showings = new ArrayList<>();
        CountDownLatch over = new CountDownLatch(1);
        Thread onInterrupt = Thread.ofPlatform().unstarted(() -> stop(player, over));
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        long start = System.nanoTime();
        try {
            if (!json) {
                text.opening(scenes.size(), cores, timeScale);
            }
            for (Scene scene : scenes) {
                showings.add(player.play(scene));
            }
            if (json) {
                out.println(SceneJson.of(showings, cores, timeScale));
            } else {
                text.closing(showings, (System.nanoTime() - start) / 1e9);
            }
            out.flush();
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
            return showings.stream().allMatch(Showing::kept) ? 0 : 1;
        } catch (CancellationException e) {
            text.interrupted(showings.size(), scenes.size());
            return INTERRUPTED;
        } finally {
            over.countDown();
        }
    }

    /// Runs when the JVM is told to end: closes every pool and lets the demo say its last words.
    private static void stop(ScenePlayer player, CountDownLatch over) {
        player.stop();
        try {
            boolean _ = over.await(LONGEST_GOODBYE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
