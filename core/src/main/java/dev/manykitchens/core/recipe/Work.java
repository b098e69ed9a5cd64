package dev.manykitchens.core.recipe;

import dev.manykitchens.core.name.Nearest;
import dev.manykitchens.core.value.Row;

import java.util.List;

/// Whether a batch keeps its recipe's own steps or replaces them: the `--work` option.
public sealed interface Work {

    /// The recipe's own steps.
    static Work own() {
        return new Own();
    }

    /// No steps: only the result is made.
    static Work none() {
        return new None();
    }

    /// The steps that the recipe itself gives.
    record Own() implements Work {
        @Override
        public String toString() {
            return "own";
        }
    }

    /// No steps at all.
    record None() implements Work {
        @Override
        public String toString() {
            return "none";
        }
    }

    /// One wait a job.
    record Waiting(DurationRange range) implements Work {
        @Override
        public String toString() {
            return "wait:" + range;
        }
    }

    /// One calibrated amount of CPU work a job.
    record Computing(DurationRange range) implements Work {
        @Override
        public String toString() {
            return "cpu:" + range;
        }
    }

    /// Reads `own`, `none`, `wait:2s`, `wait:1s..3s` or `cpu:50ms`, as `toString` writes them.
    ///
    /// @throws IllegalArgumentException saying what is accepted
    static Work parse(String text) {
        if (text.equals("own")) {
            return own();
        }
        if (text.equals("none")) {
            return none();
        }
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        List<String> kinds = List.of("wait", "cpu");
        if (colon < 0 || !kinds.contains(kind)) {
            throw new IllegalArgumentException(
                    "work must be own, none, wait:DURATION or cpu:DURATION (a duration is 50ms or 1s..3s), was \""
                            + text
                            + "\""
                            + Nearest.to(kind, kinds)
                                    .map(near -> "; did you mean " + near + ":DURATION?")
                                    .orElse(""));
        }
        DurationRange range;
        try {
            range = DurationRange.parse(text.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    e.getMessage() + " (in the work \"" + text + "\")", e);
        }
        return kind.equals("wait") ? new Waiting(range) : new Computing(range);
    }

    /// The steps of one job of this recipe under this work, before scaling.
    default List<Step> stepsOf(Recipe recipe, Row arguments, JobRandom random) {
        return switch (this) {
            case Own() -> recipe.steps(arguments, random);
            case None() -> List.of();
            case Waiting(DurationRange range) -> List.of(Step.waitFor(random.within(range)));
            case Computing(DurationRange range) -> List.of(Step.compute(random.within(range)));
        };
    }
}
