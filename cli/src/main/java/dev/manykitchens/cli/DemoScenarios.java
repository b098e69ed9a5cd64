package dev.manykitchens.cli;

import dev.manykitchens.cli.recipes.RecipeJars;
import dev.manykitchens.cli.scenario.ScenarioFiles;
import dev.manykitchens.cli.scenario.ScenarioReader;
import dev.manykitchens.cli.scene.Casting;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.scenario.Scenario;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which scenarios the page of a demo offers.
///
/// @param options how their pools are opened
/// @param casting which pool plays the part of another
/// @param timeScale multiplies all their times
/// @param jars the recipes that they may use
/// @param shell hears of what is played
record DemoScenarios(
        PoolOptions options, Casting casting, double timeScale, RecipeJars jars, Shell shell) {

    /// The most that are offered: all that look are sent the list.
    private static final int MOST = 100;

    /// The most pools to choose from.
    private static final int MOST_POOLS = 30;

    /// Those that come with the program.
    List<PlayableScenario> shipped() {
        return shipped(ScenarioFiles.ofDistribution());
    }

    /// One in which something is wrong, because somebody edited it, is left out with a line that
    /// says so; likewise one with the name of an earlier one, and all that are too many.
    List<PlayableScenario> shipped(ScenarioFiles files) {
        Map<String, PlayableScenario> byName = new LinkedHashMap<>();
        for (Path file : files.all()) {
            if (byName.size() == MOST) {
                shell.err()
                        .println(
                                "kitchen demo: left out %s and those after it: at most %d scenarios can be offered"
                                        .formatted(file, MOST));
                break;
            }
            try {
                PlayableScenario next = playable(file);
                PlayableScenario same = byName.putIfAbsent(next.name(), next);
                if (same != null) {
                    throw new IllegalArgumentException(
                            "%s has the name of %s".formatted(file, same.file()));
                }
            } catch (IllegalArgumentException e) {
                shell.err().println("kitchen demo: left out a scenario: " + e.getMessage());
            }
        }
        return List.copyOf(byName.values());
    }

    /// Those of these files, names and folders.
    ///
    /// @throws UserMistakeException when there is no such one, something is wrong in it, or two
    ///   have one name
    List<PlayableScenario> named(List<String> words) {
        Set<Path> files = new LinkedHashSet<>();
        words.forEach(word -> files.addAll(files(word)));
        if (files.size() > MOST) {
            throw new UserMistakeException(
                    "at most %d scenarios can be offered, were %d; name fewer"
                            .formatted(MOST, files.size()));
        }
        List<PlayableScenario> all =
                files.stream()
                        .map(file -> UserMistakeException.unless(() -> playable(file)))
                        .toList();
        requireDifferentNames(all);
        return all;
    }

    private static void requireDifferentNames(List<PlayableScenario> all) {
        Map<String, PlayableScenario> byName = new HashMap<>();
        for (PlayableScenario next : all) {
            PlayableScenario same = byName.putIfAbsent(next.name(), next);
            if (same != null) {
                throw new UserMistakeException(
                        "scenarios that are offered must have different names, %s and %s are both called %s; rename one"
                                .formatted(same.file(), next.file(), next.name()));
            }
        }
    }

    private static List<Path> files(String word) {
        if (!ScenarioFiles.isFolder(word)) {
            return List.of(
                    UserMistakeException.unless(() -> ScenarioFiles.ofDistribution().find(word)));
        }
        List<Path> all = new ScenarioFiles(Path.of(word)).all();
        if (all.isEmpty()) {
            throw new UserMistakeException(
                    "a folder of scenarios must have a file that ends with .yaml or .yml, %s has none"
                            .formatted(word));
        }
        return all;
    }

    private PlayableScenario playable(Path file) {
        Scenario scenario = ScenarioReader.read(file, jars.book()).scaledBy(timeScale);
        RealScenario real = new RealScenario(scenario, timeScale);
        List<PoolSpec> written =
                (scenario.pools().isEmpty() ? CompareCommand.usualPools() : scenario.pools())
                        .stream().map(casting::of).distinct().toList();
        List<PoolSpec> pools =
                written.stream()
                        .filter(spec -> refusal(real, file, spec).isEmpty())
                        .limit(MOST_POOLS)
                        .toList();
        if (pools.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s must name a pool that it can be played on here, none of %s is one: %s"
                            .formatted(
                                    file,
                                    written,
                                    refusal(real, file, written.getFirst()).orElseThrow()));
        }
        return new PlayableScenario(
                file.toString(),
                real,
                pools,
                options.withResources(scenario.resources())
                        .withWorkerSpeeds(scenario.workers().speeds(PoolSpec.MOST_PROCESSES)),
                jars,
                shell);
    }

    /// Why it cannot be played on this pool; empty when it can.
    private Optional<String> refusal(RealScenario real, Path file, PoolSpec spec) {
        if (ClusterOptions.isCluster(spec) && options.coordinator().isEmpty()) {
            return Optional.of(spec + " needs --pool cluster and --coordinator HOST:PORT");
        }
        try {
            real.requireRunnableOn(List.of(spec), file, BatchOptions.DEFAULTS, jars);
            return Optional.empty();
        } catch (UserMistakeException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
