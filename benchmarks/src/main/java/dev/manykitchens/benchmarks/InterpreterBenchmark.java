package dev.manykitchens.benchmarks;

import dev.manykitchens.core.attempt.Attempt;
import dev.manykitchens.core.attempt.AttemptRunner;
import dev.manykitchens.core.attempt.AttemptTimes;
import dev.manykitchens.core.attempt.RunEnvironment;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.Computation;
import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.resource.LocalResources;
import dev.manykitchens.core.resource.UsageListener;
import dev.manykitchens.core.stove.StoveSpec;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What the blocking interpreter costs a job that does next to nothing. `-prof gc` tells what it
/// allocates, the attempt and its row included: `attempt` is what those take by themselves.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class InterpreterBenchmark {

    /// How many compute steps the recipe has.
    @Param({"0", "1"})
    public int steps;

    private final RunEnvironment environment =
            RunEnvironment.open(
                    "benchmark",
                    StoveSpec.UNLIMITED,
                    new LocalResources(Map.of(), UsageListener.NONE));
    private final AttemptRunner runner = new AttemptRunner(environment);
    private final AttemptTimes times = new AttemptTimes();
    private final Columns arguments = Columns.of(Column.ofLongs(3));
    private Recipe recipe = new Nothing(List.of());

    /// Makes the recipe.
    @Setup
    public void prepare() {
        recipe =
                new Nothing(
                        steps == 0
                                ? List.of()
                                : List.of(new Step.Compute((Computation.Code) (_, _) -> {})));
    }

    /// Ends the environment's threads.
    @TearDown
    public void close() {
        environment.close();
    }

    /// The attempt alone, not run.
    @Benchmark
    public Attempt attempt() {
        return new Attempt(
                recipe,
                arguments.row(0),
                BatchOptions.DEFAULTS,
                1,
                0,
                Origin.ofNobody(),
                (_, _, _, _) -> {});
    }

    /// The attempt and its run.
    @Benchmark
    public Outcome run() {
        return runner.run(attempt(), times);
    }

    /// Gives a value that was there before, so that nothing is allocated for it.
    private record Nothing(List<Step> all) implements Recipe {

        @Override
        public String name() {
            return "nothing";
        }

        @Override
        public String summary() {
            return "does nothing";
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(Parameter.required("n", ValueType.INTEGER, "ignored"));
        }

        @Override
        public ValueType resultType() {
            return ValueType.NONE;
        }

        @Override
        public List<Step> steps(Row row, JobRandom random) {
            return all;
        }

        @Override
        public Value result(Row row, JobContext context) {
            return Value.NONE;
        }
    }
}
