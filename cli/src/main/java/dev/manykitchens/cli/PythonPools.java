package dev.manykitchens.cli;

import dev.manykitchens.coordinator.python.Python;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.Recipe;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What pools of Python need before they are opened: an interpreter, and a twin of the recipe.
final class PythonPools {

    private final Supplier<Python> interpreter;

    /// Of the `python3` on the PATH.
    PythonPools() {
        this(Python::find);
    }

    /// @param interpreter gives the interpreter, or throws `IllegalStateException` saying why there
    ///   is none; not asked when no pool needs it
    PythonPools(Supplier<Python> interpreter) {
        this.interpreter = interpreter;
    }

    /// The pools that can be compared here: without an interpreter those of Python are left out,
    /// with one line that says so.
    ///
    /// @throws UserMistakeException when none is left, or the recipe has no twin
    List<PoolSpec> available(List<PoolSpec> specs, Recipe recipe, PrintStream err) {
        List<PoolSpec> ofPython = specs.stream().filter(PythonPools::isPython).toList();
        if (ofPython.isEmpty()) {
            return specs;
        }
        try {
            requireInterpreter(ofPython, recipe);
            return specs;
        } catch (IllegalStateException e) {
            if (ofPython.size() == specs.size()) {
                throw mistake(ofPython, e);
            }
            err.println(
                    "kitchen compare: left out %s: %s".formatted(names(ofPython), e.getMessage()));
            return specs.stream().filter(spec -> !isPython(spec)).toList();
        }
    }

    /// Checks one pool, whatever it is.
    ///
    /// @throws UserMistakeException when there is no interpreter for it, or no twin of the recipe
    void require(PoolSpec spec, Recipe recipe) {
        if (isPython(spec)) {
            try {
                requireInterpreter(List.of(spec), recipe);
            } catch (IllegalStateException e) {
                throw mistake(List.of(spec), e);
            }
        }
    }

    /// Which Python runs the jobs of these pools, for people; empty when none does.
    Optional<String> describe(List<PoolSpec> specs) {
        return specs.stream()
                .filter(PythonPools::isPython)
                .findFirst()
                .map(_ -> interpreter.get().describe());
    }

    private void requireInterpreter(List<PoolSpec> specs, Recipe recipe) {
        Python _ = interpreter.get();
        UserMistakeException.unless(() -> {
            Python.requireTwin(recipe);
            return specs;
        });
    }

    private static UserMistakeException mistake(List<PoolSpec> specs, IllegalStateException why) {
        return new UserMistakeException(
                "%s needs Python 3: %s; install it, or name a pool of Java such as threads:2+gil"
                        .formatted(names(specs), why.getMessage()),
                why);
    }

    private static boolean isPython(PoolSpec spec) {
        return spec.kind().isPython();
    }

    private static String names(List<PoolSpec> specs) {
        return specs.stream().map(PoolSpec::toString).distinct().collect(Collectors.joining(", "));
    }
}
