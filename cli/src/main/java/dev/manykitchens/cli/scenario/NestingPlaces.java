package dev.manykitchens.cli.scenario;

import dev.manykitchens.core.scenario.NestedUses.Nesting;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Finds where a scenario file says that jobs take a resource while they hold another one.
public final class NestingPlaces {

    private static final String STEPS = "steps must be a list";

    private NestingPlaces() {}

    /// The file, and the line at which the inner one is used; the file alone where it is not found.
    ///
    /// @param file with a scenario that was read before
    public static String of(Nesting nesting, Path file) {
        YamlMap keys =
                YamlDocument.read(TextFile.read(file), file.toString())
                        .map("a scenario must be keys with values", ScenarioReader.KEYS);
        return steps(keys, nesting.jobClass())
                .flatMap(steps -> find(steps, nesting, false))
                .map(use -> file + ":" + use.line())
                .orElseGet(file::toString);
    }

    private static Optional<YamlNode> steps(YamlMap keys, String jobClass) {
        if (keys.has("steps")) {
            return keys.find("steps");
        }
        return keys.get("classes").items("classes must be a list").stream()
                .map(item -> item.map("a class must be a map", ClassReader.KEYS))
                .filter(its -> its.get("name").text("a name must be a text").equals(jobClass))
                .findFirst()
                .flatMap(its -> its.find("steps"));
    }

    private static Optional<YamlNode> find(YamlNode steps, Nesting nesting, boolean holds) {
        List<YamlMap> maps =
                steps.items(STEPS).stream()
                        .map(item -> item.map("a step must be a map", StepReader.KEYS))
                        .toList();
        for (YamlMap step : maps) {
            if (!step.has("use")) {
                continue;
            }
            String used = step.get("use").text("a name must be a text");
            if (holds && used.equals(nesting.inner())) {
                return step.find("use");
            }
            Optional<YamlNode> inside =
                    find(step.get("steps"), nesting, holds || used.equals(nesting.outer()));
            if (inside.isPresent()) {
                return inside;
            }
        }
        return Optional.empty();
    }
}
