package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.recipe.Recipe;

import java.time.Duration;
import java.util.Map;

/// How long the real code of recipes computes on an idle core. A simulation cannot know: it takes
/// what is stated here, and nothing for a recipe that is not named. Like real code, it is not
/// changed by a time scale.
///
/// @param results how long it takes to make the result of one job, by recipe
/// @param steps how long each computing step of real code takes, by recipe
public record CodeTimes(Map<String, Duration> results, Map<String, Duration> steps) {

    /// All real code is done in no time.
    public static final CodeTimes NONE = new CodeTimes(Map.of(), Map.of());

    public CodeTimes {
        results = Map.copyOf(results);
        steps = Map.copyOf(steps);
        results.forEach(CodeTimes::requireNotNegative);
        steps.forEach(CodeTimes::requireNotNegative);
    }

    /// The results of one recipe take so long, all other code no time.
    public static CodeTimes ofResult(String recipe, Duration duration) {
        return new CodeTimes(Map.of(recipe, duration), Map.of());
    }

    long resultNanos(Recipe recipe) {
        return results.getOrDefault(recipe.name(), Duration.ZERO).toNanos();
    }

    long stepNanos(Recipe recipe) {
        return steps.getOrDefault(recipe.name(), Duration.ZERO).toNanos();
    }

    private static void requireNotNegative(String recipe, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(
                    "the code of " + recipe + " must take at least 0, took " + duration);
        }
    }
}
