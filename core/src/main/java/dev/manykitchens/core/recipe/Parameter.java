package dev.manykitchens.core.recipe;

import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import java.util.Optional;

/// One parameter of a recipe.
///
/// @param name lower case letters, digits and underscores
/// @param type what it accepts
/// @param summary one line for `kitchen recipes`
/// @param defaultValue what is used when the argument is left out; empty when it must be given
public record Parameter(String name, ValueType type, String summary, Optional<Value> defaultValue) {

    public Parameter {
        if (type == ValueType.NONE) {
            throw new IllegalArgumentException("parameter " + name + " must have a type, was NONE");
        }
        defaultValue.ifPresent(value -> {
            if (value.type() != type) {
                throw new IllegalArgumentException(
                        "the default of parameter "
                                + name
                                + " must be "
                                + type.phrase()
                                + ", was "
                                + value);
            }
        });
    }

    /// A parameter that must be given.
    public static Parameter required(String name, ValueType type, String summary) {
        return new Parameter(name, type, summary, Optional.empty());
    }

    /// A parameter that may be left out.
    public static Parameter optional(String name, Value defaultValue, String summary) {
        return new Parameter(name, defaultValue.type(), summary, Optional.of(defaultValue));
    }

    Value sample(int index) {
        return defaultValue.orElseGet(() ->
                switch (type) {
                    case INTEGER -> Value.of((long) index);
                    case REAL -> Value.of((double) index);
                    case TEXT -> Value.of("item-" + index);
                    case BYTES -> Value.of(new byte[] {(byte) index});
                    case NONE -> throw new AssertionError("refused by the constructor");
                });
    }
}
