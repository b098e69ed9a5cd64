package dev.manykitchens.cli.scenario;

import dev.manykitchens.core.name.Nearest;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.recipe.RecipeCode;
import dev.manykitchens.core.recipe.StepText;
import dev.manykitchens.core.scenario.DurationDistribution;
import dev.manykitchens.core.scenario.StepPlan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads what jobs do. Confined to one thread.
final class StepReader {

    /// What a step can be.
    private static final List<String> KINDS = List.of("cpu", "wait", "use", "offload", "compute");

    /// All keys of a step.
    static final Keys KEYS =
            new Keys("a step", List.of("cpu", "wait", "use", "steps", "offload", "compute"), KINDS);

    private static final String LIST = "steps must be a list of steps such as [{cpu: 20ms}]";

    private final DistributionReader distributions;
    private final Set<String> resources;
    private final RecipeBook book;

    /// Steps read so far: a few aliases can stand for thousands of millions.
    private int count;

    /// @param resources that steps can use
    /// @param book where the recipes that steps compute are found
    StepReader(DistributionReader distributions, Set<String> resources, RecipeBook book) {
        this.distributions = distributions;
        this.resources = resources;
        this.book = book;
    }

    /// The steps of one job.
    List<StepPlan> read(YamlNode list) {
        return steps(list, 0);
    }

    private List<StepPlan> steps(YamlNode list, int depth) {
        if (depth > StepText.DEEPEST) {
            throw list.mistake(
                    "uses of resources must not lie deeper within each other than %d"
                            .formatted(StepText.DEEPEST));
        }
        List<StepPlan> steps = new ArrayList<>();
        for (YamlNode item : list.items(LIST)) {
            if (++count > StepText.MOST_STEPS) {
                throw item.mistake(
                        "a scenario must have at most %d steps, with what aliases stand for, had more"
                                .formatted(StepText.MOST_STEPS));
            }
            steps.add(step(item, depth));
        }
        return steps;
    }

    private StepPlan step(YamlNode node, int depth) {
        YamlMap keys = node.map("a step must be a map such as {cpu: 20ms}", KEYS);
        String kind = kind(keys);
        YamlNode value = keys.get(kind);
        return switch (kind) {
            case "cpu" -> new StepPlan.Cpu(length(kind, value));
            case "wait" -> new StepPlan.Wait(length(kind, value));
            case "offload" -> new StepPlan.Offload(length(kind, value));
            case "compute" ->
                    new StepPlan.Run(
                            value.read(
                                    "compute must be a recipe with its arguments, such as count_primes(20000)",
                                    call -> RecipeCode.parse(book, call)));
            default -> new StepPlan.Use(resource(value), steps(keys.get("steps"), depth + 1));
        };
    }

    /// How long a step takes. It may take no time now and then, as a row of 0 among others that
    /// were measured, but not always: jobs of nothing else would all be done at the time 0.
    private DurationDistribution length(String kind, YamlNode value) {
        DurationDistribution length = distributions.read(kind, value);
        if (length.meanSeconds() == 0) {
            throw value.mistake(
                    "%s must take longer than no time at all, was %s%s; give it a time, or remove the step"
                            .formatted(
                                    kind,
                                    value.was(),
                                    length instanceof DurationDistribution.Empirical
                                            ? ", where all are 0"
                                            : ""));
        }
        return length;
    }

    /// The one kind of a step; a use has steps, and nothing else has.
    private static String kind(YamlMap keys) {
        List<String> kinds = keys.values().keySet().stream().filter(KINDS::contains).toList();
        if (kinds.size() != 1) {
            throw keys.node()
                    .mistake(
                            "a step must be one of %s, was %s"
                                    .formatted(
                                            String.join(", ", KINDS),
                                            kinds.isEmpty()
                                                    ? "none of them"
                                                    : String.join(" and ", kinds)
                                                            + "; begin each with a hyphen of its own"));
        }
        String kind = kinds.getFirst();
        boolean uses = kind.equals("use");
        if (uses && !keys.has("steps")) {
            throw keys.node()
                    .mistake(
                            "use must have steps that run while the resource is held, had none; add steps: [{wait: 300ms}] below it");
        }
        if (!uses && keys.has("steps")) {
            throw keys.get("steps").mistake("steps must stand beside use, stood beside " + kind);
        }
        return kind;
    }

    private String resource(YamlNode node) {
        String name = ResourceReader.name(node, "use must have the name of a resource, which");
        if (!resources.contains(name)) {
            throw node.mistake(
                    "a resource must be declared before a step uses it, \"%s\" is not; %s"
                            .formatted(
                                    name,
                                    Nearest.suggestion(
                                            name,
                                            resources,
                                            "write resources: {" + name + ": 1}")));
        }
        return name;
    }
}
