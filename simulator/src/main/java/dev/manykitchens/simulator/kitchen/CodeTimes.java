package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.recipe.Computation;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeCode;

import java.time.Duration;
import java.util.Map;

/// How long the real code of recipes computes on an idle core. A simulation cannot know: it takes
/// what is stated here, and nothing for a recipe that is not named. Like real code, it is not
/// changed by a time scale.
///
/// @param results how long it takes to make the result of one job, by recipe
/// @param steps how long each computing step of real code takes, by recipe
/// @param calls how long the code of a recipe takes that is called by a step, by the call's text
public record CodeTimes(
        Map<String, Duration> results, Map<String, Duration> steps, Map<String, Duration> calls) {

    /// All real code is done in no time.
    public static final CodeTimes NONE = new CodeTimes(Map.of(), Map.of(), Map.of());

    public CodeTimes {
        results = Map.copyOf(results);
        steps = Map.copyOf(steps);
        calls = Map.copyOf(calls);
        calls.forEach(CodeTimes::requireNotNegative);
        results.forEach(CodeTimes::requireNotNegative);
        steps.forEach(CodeTimes::requireNotNegative);
    }

    /// The results of one recipe take so long, all other code no time.
    public static CodeTimes ofResult(String recipe, Duration duration) {
        return new CodeTimes(Map.of(recipe, duration), Map.of(), Map.of());
    }

    long resultNanos(Recipe recipe) {
        return results.getOrDefault(recipe.name(), Duration.ZERO).toNanos();
    }

    /// @param recipe whose step it is
    long stepNanos(Recipe recipe, Computation.Code code) {
        if (code instanceof RecipeCode called) {
            return calls.getOrDefault(called.text(), Duration.ZERO).toNanos();
        }
        return steps.getOrDefault(recipe.name(), Duration.ZERO).toNanos();
    }

    private static void requireNotNegative(String recipe, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(
                    "the code of " + recipe + " must take at least 0, took " + duration);
        }
    }
}
