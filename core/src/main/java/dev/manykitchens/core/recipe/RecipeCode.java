package dev.manykitchens.core.recipe;

import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The real code of a recipe as a step of another job: makes the result and lets it go.
///
/// @param recipe whose code it is
/// @param arguments what it is called with
/// @param text how it is called, as it was typed: `count_primes(20000)`
public record RecipeCode(Recipe recipe, Row arguments, String text) implements Computation.Code {

    private static final Pattern CALL =
            Pattern.compile("([a-z][a-z0-9_]*)\\s*(?:\\((.*)\\))?", Pattern.DOTALL);

    /// Reads a call of a recipe of this book, such as `count_primes(20000)` or `make_toast`;
    /// arguments as [TypedArguments] has them. Brackets within them are balanced: they tell where a
    /// call ends among other steps.
    ///
    /// @throws IllegalArgumentException when it does not look so, when there is no such recipe, or
    ///   when it cannot run with these arguments
    public static RecipeCode parse(RecipeBook book, String text) {
        Matcher call = CALL.matcher(text.strip());
        if (!call.matches()) {
            throw new IllegalArgumentException(
                    "a call of a recipe must be its name and its arguments, as in count_primes(20000), was \""
                            + text
                            + "\"");
        }
        if (call.group(2) != null) {
            requireBalanced(text.strip());
        }
        Recipe recipe = book.get(call.group(1));
        String typed = call.group(2);
        List<Value> values =
                typed == null || typed.isBlank()
                        ? List.of()
                        : TypedArguments.read(recipe, typed.strip(), "the call");
        Row arguments = RecipeBook.pack(recipe, List.of(values)).row(0);
        recipe.check(arguments);
        return new RecipeCode(recipe, arguments, text.strip());
    }

    /// Each bracket has its partner, and the first one has the last.
    private static void requireBalanced(String call) {
        int open = 0;
        for (int i = 0; i < call.length(); i++) {
            char c = call.charAt(i);
            open += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (open > StepText.DEEPEST) {
                throw new IllegalArgumentException(
                        "the brackets of a call must not lie deeper within each other than "
                                + StepText.DEEPEST);
            }
            if (c == ')' && (open == 0) != (i == call.length() - 1)) {
                throw new IllegalArgumentException(
                        "the brackets of a call must be balanced, as in count_primes(20000), were in \"%s\""
                                .formatted(call));
            }
        }
    }

    @Override
    public void run(Row ofTheJob, JobContext context) throws Exception {
        if (endsItsProcess() && !context.mayEndProcess()) {
            throw new IllegalStateException(
                    "%s ends the JVM that runs it, so it needs worker JVMs such as processes:2"
                            .formatted(this));
        }
        Value _ = recipe.result(arguments, context);
    }

    /// Whether it ends the process that runs it.
    public boolean endsItsProcess() {
        return switch (recipe.hazard()) {
            case NONE -> false;
            case ENDS_ITS_JVM -> true;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
