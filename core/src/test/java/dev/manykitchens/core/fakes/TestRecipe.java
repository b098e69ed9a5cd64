package dev.manykitchens.core.fakes;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.recipe.Computation;
import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import java.util.List;
import java.util.stream.LongStream;

/// A recipe of lambdas: it takes one integer, the job's position in the batches made here, and
/// gives an integer.
///
/// @param plan makes the steps
/// @param body makes the result
public record TestRecipe(Plan plan, Body body) implements Recipe {

    /// Makes a job's steps.
    @FunctionalInterface
    public interface Plan {
        /// The steps of the job with this argument.
        List<Step> steps(int job, JobRandom random);
    }

    /// Makes a job's result.
    @FunctionalInterface
    public interface Body {
        /// The result of the job with this argument.
        Object result(int job, JobContext context) throws Exception;
    }

    /// A recipe without steps.
    public static TestRecipe of(Body body) {
        return new TestRecipe((_, _) -> List.of(), body);
    }

    /// A recipe of these steps that gives its argument.
    public static TestRecipe ofSteps(Step... steps) {
        return new TestRecipe((_, _) -> List.of(steps), (job, _) -> job);
    }

    /// Code as a step that needs a stove.
    public static Step computing(Computation.Code code) {
        return new Step.Compute(code);
    }

    @Override
    public String name() {
        return "test_recipe";
    }

    @Override
    public String summary() {
        return "Does what a test says";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(Parameter.required("n", ValueType.INTEGER, "position"));
    }

    @Override
    public ValueType resultType() {
        return ValueType.INTEGER;
    }

    @Override
    public List<Step> steps(Row arguments, JobRandom random) {
        return plan.steps((int) arguments.longValue(0), random);
    }

    @Override
    public Value result(Row arguments, JobContext context) throws Exception {
        return Value.ofJava(body.result((int) arguments.longValue(0), context));
    }

    /// A batch of `jobs` jobs with the arguments 0, 1, 2, …
    public Batch batch(int jobs) {
        return batch(jobs, BatchOptions.DEFAULTS);
    }

    /// The same with options.
    public Batch batch(int jobs, BatchOptions options) {
        long[] positions = LongStream.range(0, jobs).toArray();
        return new Batch(this, Columns.of(Column.ofLongs(positions)), options);
    }
}
