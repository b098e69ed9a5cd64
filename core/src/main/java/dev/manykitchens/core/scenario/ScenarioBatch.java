package dev.manykitchens.core.scenario;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.measurement.Deadlines;
import dev.manykitchens.core.random.RandomStreams;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.StepText;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The jobs of a scenario as a batch that any pool can run: each carries its steps as text.
///
/// @param batch one row a job, in the order in which they come
/// @param classes by job, the position of its class in the scenario; must not be changed
public record ScenarioBatch(Batch batch, int[] classes) {

    /// The name of the recipe that follows steps.
    public static final String RECIPE = "follow_steps";

    /// What is drawn for real: as in replication 0 of a simulation.
    static RandomStreams streams(Scenario scenario) {
        return RandomStreams.seeded(scenario.seed()).replication(0);
    }

    /// The first jobs of a scenario: those of replication 0 of a simulation.
    ///
    /// @param followSteps the recipe [#RECIPE]
    /// @param options with the time scale; the steps' own draws are of the scenario's seed
    public static ScenarioBatch of(
            Scenario scenario, int jobs, Recipe followSteps, BatchOptions options) {
        JobSource source = new JobSource(scenario, streams(scenario));
        List<Value> texts = new ArrayList<>(jobs);
        int[] classes = new int[jobs];
        for (int job = 0; job < jobs; job++) {
            ScenarioJob next = source.next();
            classes[job] = next.jobClass();
            texts.add(Value.of(StepText.write(next.steps())));
        }
        Columns arguments = Columns.of(Column.of(ValueType.TEXT, texts));
        return new ScenarioBatch(new Batch(followSteps, arguments, options), classes);
    }

    /// By when these jobs should be done.
    public Deadlines deadlines(Scenario scenario) {
        return new Deadlines(
                scenario.classes().stream().map(JobClass::name).toList(),
                scenario.classes().stream()
                        .mapToLong(jobClass ->
                                jobClass.deadline()
                                        .map(Duration::toNanos)
                                        .orElse(Deadlines.NEVER_LATE))
                        .toArray(),
                classes);
    }
}
