package dev.manykitchens.core.cookbook;

import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.recipe.StepText;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import java.util.List;

/// Does what its argument says, step by step ([StepText]): the jobs of scenarios, which so can run
/// on any worker. Gives nothing.
public final class FollowSteps implements Recipe {

    private final RecipeBook book;

    /// One that runs no other recipes, until it is [#among] some.
    public FollowSteps() {
        this(RecipeBook.of(List.of()));
    }

    private FollowSteps(RecipeBook book) {
        this.book = book;
    }

    @Override
    public String name() {
        return "follow_steps";
    }

    @Override
    public String summary() {
        return "follows steps, such as \"cpu 20ms; use oven {wait 300ms}; run count_primes(2000)\"";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(Parameter.optional("steps", Value.of("cpu 5ms; wait 20ms"), "what it does"));
    }

    @Override
    public ValueType resultType() {
        return ValueType.NONE;
    }

    @Override
    public FollowSteps among(RecipeBook others) {
        return new FollowSteps(others);
    }

    @Override
    public List<Step> steps(Row arguments, JobRandom random) {
        return StepText.read(arguments.text(0), book);
    }

    @Override
    public Value result(Row arguments, JobContext context) {
        return Value.NONE;
    }
}
