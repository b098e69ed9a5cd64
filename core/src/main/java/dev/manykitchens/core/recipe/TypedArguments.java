package dev.manykitchens.core.recipe;

import dev.manykitchens.core.value.Value;

import java.util.ArrayList;
import java.util.List;

/// The arguments of one job as they are typed.
///
/// A recipe with one parameter takes the text as it stands. For a recipe with several, commas
/// separate them, and `\,` and `\\` stand for a comma and a backslash: `chai\, hot,2`.
public final class TypedArguments {

    private TypedArguments() {}

    /// Reads the arguments of a job; those that have a default may be left out.
    ///
    /// @param where names the job in the message, such as "job 3"
    /// @throws IllegalArgumentException naming the job and the argument that does not fit
    public static List<Value> read(Recipe recipe, String text, String where) {
        List<Parameter> parameters = recipe.parameters();
        List<String> parts = parameters.size() == 1 ? List.of(text) : split(text);
        if (parts.size() > parameters.size()) {
            String hint = parameters.isEmpty() ? "" : "; write \\, for a comma within one";
            throw new IllegalArgumentException(tooMany(recipe, parts.size(), text, where) + hint);
        }
        if (parameters.size() == 1 && !isReadable(parameters.getFirst(), text)) {
            int typed = split(text).size();
            if (typed > 1) {
                throw new IllegalArgumentException(tooMany(recipe, typed, text, where));
            }
        }
        List<Value> values = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            values.add(value(recipe, parameters.get(i), parts.get(i), where));
        }
        return values;
    }

    private static String tooMany(Recipe recipe, int typed, String text, String where) {
        int most = recipe.parameters().size();
        return "%s takes %d argument%s, %s has %d: \"%s\""
                .formatted(recipe.name(), most, most == 1 ? "" : "s", where, typed, text);
    }

    /// A text with commas may be one argument; a number with commas never is.
    private static boolean isReadable(Parameter parameter, String text) {
        try {
            Value _ = Value.parse(parameter.type(), text);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static Value value(Recipe recipe, Parameter parameter, String text, String where) {
        try {
            return Value.parse(parameter.type(), text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "argument %s of %s, %s: %s"
                            .formatted(parameter.name(), recipe.name(), where, e.getMessage()),
                    e);
        }
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && isSpecial(text.charAt(i + 1))) {
                part.append(text.charAt(++i));
            } else if (c == ',') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    private static boolean isSpecial(char c) {
        return c == ',' || c == '\\';
    }
}
