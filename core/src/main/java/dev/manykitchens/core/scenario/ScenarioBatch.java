package dev.manykitchens.core.scenario;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.load.JobPriorities;
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
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The jobs of a scenario as a batch that any pool can run: each carries its steps as text.
///
/// @param batch one row a job, in the order in which they come, or in which they are to begin
/// @param classes by row, the position of its class in the scenario; must not be changed
/// @param numbers by row, as how many-th its job comes, from 0; must not be changed
public record ScenarioBatch(Batch batch, int[] classes, int[] numbers) {

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
        return new ScenarioBatch(
                new Batch(followSteps, arguments, options),
                classes,
                IntStream.range(0, jobs).toArray());
    }

    /// The same jobs, those of a higher priority first: for jobs that come all at once, which a
    /// pool begins in the order of the rows.
    public ScenarioBatch mostUrgentFirst(Scenario scenario) {
        int[] priorities = priorities(scenario).ofJob();
        if (IntStream.of(priorities).distinct().count() <= 1) {
            return this;
        }
        int[] rows =
                IntStream.range(0, priorities.length)
                        .boxed()
                        .sorted(Comparator.comparingInt(row -> -priorities[row]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        Column texts = batch.arguments().columns().getFirst();
        List<Value> sorted = IntStream.of(rows).mapToObj(texts::get).toList();
        return new ScenarioBatch(
                new Batch(
                        batch.recipe(),
                        Columns.of(Column.of(ValueType.TEXT, sorted)),
                        batch.options()),
                IntStream.of(rows).map(row -> classes[row]).toArray(),
                IntStream.of(rows).map(row -> numbers[row]).toArray());
    }

    /// How urgent these jobs are.
    public JobPriorities priorities(Scenario scenario) {
        int[] ofClass = scenario.classes().stream().mapToInt(JobClass::priority).toArray();
        return new JobPriorities(IntStream.of(classes).map(each -> ofClass[each]).toArray());
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
