package dev.manykitchens.simulator.kitchen;

import static dev.manykitchens.simulator.kitchen.Cooking.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.fakes.RecordingSink;
import dev.manykitchens.core.fakes.TestRecipe;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.recipe.Work;

import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The simulated pools against those that really run, where no CPU work could disturb the
/// comparison.
@Isolated("measures real pools")
class SameAsRealPoolsTest {

    private static final int TRIES = 5;

    /// What a job drew is its result on the real pool: `wait` gives its duration.
    @ParameterizedTest
    @ValueSource(
            strings = {"sequential", "threads:4", "virtual", "forkjoin:4", "async", "hybrid:2"})
    void sameSeedDrawsTheSameWaitsToTheNanosecond(String spec) {
        BatchOptions options = BatchOptions.DEFAULTS.withSeed(2026).withTimeScale(0.000_37);
        Batch batch = Cooking.batch("wait", options, Collections.nCopies(20, List.of("1s..3s")));
        List<Object> drawn;
        try (Pool pool = Pools.open(PoolSpec.parse(spec), PoolOptions.defaults())) {
            drawn = pool.run(batch).objects();
        }

        SimulatedRun run = run(spec, SimulationOptions.onCores(1).makingResults(), batch);

        for (int job = 0; job < 20; job++) {
            String text = String.valueOf(drawn.get(job));
            long scaled = Math.round(DurationRange.parseDuration(text).toNanos() * 0.000_37);
            assertThat(run.outcomes().get(job).describe()).isEqualTo(text);
            assertThat(run.times().waitNanos()[job]).isEqualTo(scaled);
        }
        assertThat(drawn).doesNotHaveDuplicates();
    }

    /// Work that replaces a recipe's steps draws from the same numbers, and what the result draws
    /// after it too.
    @ParameterizedTest
    @ValueSource(strings = {"threads:4", "virtual", "async"})
    void sameSeedDrawsTheSameInsideRecipesAndTheirResults(String spec) {
        Map<Integer, List<Step>> planned = new ConcurrentHashMap<>();
        Map<Integer, Long> drawnByResult = new ConcurrentHashMap<>();
        TestRecipe recipe =
                new TestRecipe(
                        (job, random) -> {
                            DurationRange range = DurationRange.parse("1ms..2ms");
                            List<Step> steps =
                                    List.of(
                                            Step.waitFor(random.within(range)),
                                            Step.waitFor(random.within(range)));
                            List<Step> before = planned.putIfAbsent(job, steps);
                            assertThat(before == null || before.equals(steps)).isTrue();
                            return steps;
                        },
                        (job, context) -> {
                            long drawn = context.random().generator().nextLong();
                            Long before = drawnByResult.putIfAbsent(job, drawn);
                            assertThat(before == null || before == drawn).isTrue();
                            return drawn;
                        });
        Batch batch = recipe.batch(16, BatchOptions.DEFAULTS.withSeed(7));
        SimulationOptions simulated = SimulationOptions.onCores(2).makingResults();

        try (Pool pool = Pools.open(PoolSpec.parse(spec), PoolOptions.defaults())) {
            assertThat(pool.run(batch).objects()).doesNotHaveDuplicates();
        }
        SimulatedRun run = run(spec, simulated, batch);

        assertThat(planned).hasSize(16);
        assertThat(run.outcomes())
                .allMatch(outcome -> drawnByResult.containsValue(Long.valueOf(outcome.describe())));
    }

    /// A real run takes longer than a simulated one: threads start, wake up and switch. What is
    /// looked at is the best of a few runs.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sequential",
                "threads:4",
                "threads:4+gil",
                "virtual:5",
                "virtual",
                "forkjoin:4",
                "async",
                "hybrid:2"
            })
    void realRunsOfWaitsTakeAsLongAsSimulatedOnes(String spec) {
        BatchOptions options =
                BatchOptions.DEFAULTS.withSeed(11).withWork(Work.parse("wait:10ms..30ms"));
        List<List<Integer>> inputs = Collections.nCopies(16, List.of(3));
        Batch batch = Cooking.batch("compute_square", options, inputs);
        SimulatedRun simulated = run(spec, SimulationOptions.onCores(2), batch);

        RecordingSink sink = new RecordingSink();
        try (Pool pool =
                Pools.open(PoolSpec.parse(spec), PoolOptions.defaults().withEvents(sink))) {
            for (int i = 0; i < TRIES; i++) {
                pool.run(batch);
            }
        }

        List<Duration> real = elapsed(sink);
        assertThat(real).hasSize(TRIES);
        assertThat(real)
                .as("never shorter, but for the grain of timers")
                .allMatch(took -> took.plusMillis(1).compareTo(simulated.elapsed()) >= 0);
        assertThat(Collections.min(real))
                .as("simulated: %s, real: %s", simulated.elapsed(), real)
                .isLessThan(simulated.elapsed().multipliedBy(5).dividedBy(4).plusMillis(15));
        assertThat(shortestWaits(sink))
                .allSatisfy((job, wait) ->
                        assertThat(wait)
                                .isBetween(
                                        simulated.times().waitNanos()[job] - 1_000_000,
                                        simulated.times().waitNanos()[job] + 15_000_000));
    }

    private static List<Duration> elapsed(RecordingSink sink) {
        List<RunEvent.BatchSubmitted> begun = sink.events(RunEvent.BatchSubmitted.class);
        return sink.events(RunEvent.BatchFinished.class).stream()
                .map(end ->
                        Duration.ofNanos(
                                end.atNanos() - begun.get((int) end.batch() - 1).atNanos()))
                .toList();
    }

    private static Map<Integer, Long> shortestWaits(RecordingSink sink) {
        Map<Integer, Long> shortest = new ConcurrentHashMap<>();
        for (RunEvent.JobsFinished event : sink.events(RunEvent.JobsFinished.class)) {
            JobColumns rows = event.jobs();
            for (int row = 0; row < rows.size(); row++) {
                shortest.merge(rows.job()[row], rows.waitNanos()[row], Math::min);
            }
        }
        return shortest;
    }
}
