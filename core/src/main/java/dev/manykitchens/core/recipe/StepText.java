package dev.manykitchens.core.recipe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The steps of a job as text, exact to the nanosecond, so that they can travel and be typed:
///
/// ```
/// cpu 20ms; use espresso-machine {wait 300ms; cpu 1ms}; wait 83.214567ms; offload 5ms; run count_primes(20000)
/// ```
public final class StepText {

    /// The most steps of one job, those within others counted too.
    public static final int MOST_STEPS = 10_000;

    /// Uses of resources lie within each other at most so deep.
    public static final int DEEPEST = 32;

    /// What cannot be read may be long; what is said of it is not.
    private static final int LONGEST_MESSAGE = 300;

    private static final String ENDS_OF_WORDS = " \t\r\n;{}";

    private StepText() {}

    /// Writes steps; [#read] gives the same ones.
    ///
    /// @throws IllegalArgumentException when one is code that has no name, or uses a resource whose
    ///   name would be read as something else
    public static String write(List<Step> steps) {
        StringBuilder text = new StringBuilder();
        write(steps, text);
        return text.toString();
    }

    private static void write(List<Step> steps, StringBuilder text) {
        String between = "";
        for (Step step : steps) {
            text.append(between);
            between = "; ";
            switch (step) {
                case Step.Wait(Duration duration) ->
                        text.append("wait ").append(DurationRange.text(duration));
                case Step.Compute(Computation computation) -> write("cpu ", computation, text);
                case Step.Offload(Computation computation) -> write("offload ", computation, text);
                case Step.Use(String resource, List<Step> inner) -> {
                    requireWord(resource);
                    text.append("use ").append(resource).append(" {");
                    write(inner, text);
                    text.append('}');
                }
            }
        }
    }

    private static void requireWord(String resource) {
        if (resource.isEmpty()
                || resource.chars()
                        .anyMatch(
                                c -> Character.isWhitespace(c) || ENDS_OF_WORDS.indexOf(c) >= 0)) {
            throw new IllegalArgumentException(
                    "the name of a resource that travels must have no blanks, semicolons or braces, was \"%s\""
                            .formatted(resource));
        }
    }

    private static void write(String kind, Computation computation, StringBuilder text) {
        switch (computation) {
            case Computation.Amount(Duration amount) ->
                    text.append(kind).append(DurationRange.text(amount));
            case RecipeCode code when kind.equals("cpu ") -> text.append("run ").append(code);
            case Computation.Code code ->
                    throw new IllegalArgumentException(
                            "a step that travels must be a duration or a recipe that runs on a stove, was "
                                    + code);
        }
    }

    /// Reads steps.
    ///
    /// @param book where the recipes that they run are found
    /// @throws IllegalArgumentException in one line: what a step must look like, what it was
    public static List<Step> read(String text, RecipeBook book) {
        try {
            return new Reader(text, book).steps(0);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(oneLine(String.valueOf(e.getMessage())), e);
        }
    }

    private static String oneLine(String message) {
        String cut =
                message.length() <= LONGEST_MESSAGE
                        ? message
                        : message.substring(0, LONGEST_MESSAGE) + "…";
        return cut.strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
    }

    /// One reading of one text.
    private static final class Reader {

        private final String text;
        private final RecipeBook book;
        private int at;
        private int count;

        Reader(String text, RecipeBook book) {
            this.text = text;
            this.book = book;
        }

        List<Step> steps(int depth) {
            if (depth > DEEPEST) {
                throw new IllegalArgumentException(
                        "uses of resources must not lie deeper within each other than " + DEEPEST);
            }
            List<Step> steps = new ArrayList<>();
            boolean more = !atEnd(depth);
            while (more) {
                if (++count > MOST_STEPS) {
                    throw new IllegalArgumentException(
                            "a job must have at most " + MOST_STEPS + " steps");
                }
                steps.add(step(depth));
                skipBlanks();
                more = at < text.length() && text.charAt(at) == ';';
                at += more ? 1 : 0;
            }
            if (!atEnd(depth)) {
                throw mistake(
                        depth > 0 ? "; or } behind a step" : "; behind a step", text.substring(at));
            }
            at++;
            return steps;
        }

        private boolean atEnd(int depth) {
            skipBlanks();
            return depth == 0 ? at == text.length() : at < text.length() && text.charAt(at) == '}';
        }

        private Step step(int depth) {
            String kind = word();
            return switch (kind) {
                case "wait" -> Step.waitFor(duration());
                case "cpu" -> Step.compute(duration());
                case "offload" -> Step.offload(duration());
                case "run" -> new Step.Compute(RecipeCode.parse(book, call()));
                case "use" -> {
                    String resource = word();
                    skipBlanks();
                    if (resource.isEmpty() || at == text.length() || text.charAt(at) != '{') {
                        throw mistake("use oven {steps}", "use " + resource + text.substring(at));
                    }
                    at++;
                    yield new Step.Use(resource, steps(depth + 1));
                }
                default ->
                        throw mistake(
                                "wait, cpu, offload or use, as in cpu 20ms; use oven {wait 1s}, or run, as in run count_primes(20000)",
                                kind + text.substring(at));
            };
        }

        private Duration duration() {
            return DurationRange.parseDuration(word());
        }

        private String word() {
            skipBlanks();
            int from = at;
            while (at < text.length() && ENDS_OF_WORDS.indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(from, at);
        }

        /// A name, and all that stands in the brackets behind it.
        private String call() {
            skipBlanks();
            int from = at;
            int open = 0;
            while (at < text.length() && (open > 0 || ";}".indexOf(text.charAt(at)) < 0)) {
                char c = text.charAt(at++);
                open += c == '(' ? 1 : c == ')' ? -1 : 0;
            }
            return text.substring(from, at);
        }

        private void skipBlanks() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }

        private IllegalArgumentException mistake(String wanted, String was) {
            return new IllegalArgumentException(
                    "steps must have %s, had \"%s\"".formatted(wanted, was.strip()));
        }
    }
}
