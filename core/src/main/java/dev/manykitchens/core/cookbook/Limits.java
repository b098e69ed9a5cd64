package dev.manykitchens.core.cookbook;

import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;

import java.time.Duration;

/// Reads arguments that must lie within limits.
final class Limits {

    private Limits() {}

    /// The whole number at a position, which must be from `min` to `max`.
    ///
    /// @throws IllegalArgumentException naming the argument when it is not
    static long within(Row arguments, int position, String name, long min, long max) {
        Value value = arguments.value(position);
        if (value instanceof Value.Int(long number) && number >= min && number <= max) {
            return number;
        }
        throw new IllegalArgumentException(
                name + " must be from " + min + " to " + max + ", was " + value);
    }

    /// A parameter that takes a duration as people write it, such as `2s`.
    static Parameter duration(String name, String defaultValue, String summary) {
        return Parameter.optional(name, Value.of(defaultValue), summary);
    }

    /// The duration at a position.
    ///
    /// @throws IllegalArgumentException saying what a duration looks like
    static Duration duration(Row arguments, int position) {
        return DurationRange.parseDuration(arguments.text(position));
    }
}
