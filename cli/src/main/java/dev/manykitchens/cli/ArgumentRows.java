package dev.manykitchens.cli;

import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.value.Value;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Reads the arguments of jobs as they are typed: each ARG is one job.
///
/// A recipe with one parameter takes an ARG as it stands. For a recipe with several, commas
/// separate them, and `\,` and `\\` stand for a comma and a backslash: `kitchen run take_order
/// 'chai\, hot',2`.
final class ArgumentRows {

    private ArgumentRows() {}

    /// One row of values for each ARG.
    ///
    /// @throws IllegalArgumentException naming the job and the argument that does not fit
    static List<List<Value>> of(Recipe recipe, List<String> args) {
        List<List<Value>> rows = new ArrayList<>(args.size());
        for (String arg : args) {
            rows.add(row(recipe, arg, rows.size() + 1));
        }
        return rows;
    }

    /// As many rows as there are jobs: those given, over and over; without any, what the recipe
    /// itself calls typical.
    static List<List<Value>> repeated(Recipe recipe, List<String> args, int jobs) {
        List<List<Value>> given = of(recipe, args);
        return IntStream.range(0, jobs)
                .mapToObj(job ->
                        given.isEmpty() ? sample(recipe, job) : given.get(job % given.size()))
                .toList();
    }

    /// Recipes are other people's code.
    private static List<Value> sample(Recipe recipe, int job) {
        try {
            return List.copyOf(recipe.sample(job));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "a recipe must say what a typical job looks like, %s did not for job %d: %s; name the arguments yourself"
                            .formatted(recipe.name(), job + 1, e),
                    e);
        }
    }

    private static List<Value> row(Recipe recipe, String arg, int job) {
        List<Parameter> parameters = recipe.parameters();
        List<String> parts = parameters.size() == 1 ? List.of(arg) : split(arg);
        if (parts.size() > parameters.size()) {
            throw new IllegalArgumentException(
                    "%s takes %d argument%s, job %d has %d: \"%s\"%s"
                            .formatted(
                                    recipe.name(),
                                    parameters.size(),
                                    parameters.size() == 1 ? "" : "s",
                                    job,
                                    parts.size(),
                                    arg,
                                    parameters.isEmpty()
                                            ? ""
                                            : "; write \\, for a comma within one"));
        }
        List<Value> values = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            values.add(value(recipe, parameters.get(i), parts.get(i), job));
        }
        return values;
    }

    private static Value value(Recipe recipe, Parameter parameter, String text, int job) {
        try {
            return Value.parse(parameter.type(), text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "argument %s of %s, job %d: %s"
                            .formatted(parameter.name(), recipe.name(), job, e.getMessage()),
                    e);
        }
    }

    private static List<String> split(String arg) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < arg.length(); i++) {
            char c = arg.charAt(i);
            if (c == '\\' && i + 1 < arg.length() && isSpecial(arg.charAt(i + 1))) {
                part.append(arg.charAt(++i));
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
