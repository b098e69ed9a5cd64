package dev.manykitchens.core.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.manykitchens.core.cookbook.ComputeSquare;
import dev.manykitchens.core.cost.ThreadCost;
import dev.manykitchens.core.fakes.ScriptedPool;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.measurement.ProcessProbe;
import dev.manykitchens.core.measurement.WarmUpOutcome;
import dev.manykitchens.core.measurement.WarmUpPlan;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

class WarmUpTest {

    private static final long MILLIS = 1_000_000;

    @Test
    void aPoolThatIsFastFromTheBeginningIsSteadyAfterThreeRounds() {
        WarmUpOutcome warmUp = warmUp(_ -> 50).warmUp();

        assertThat(warmUp.rounds()).isEqualTo(3);
        assertThat(warmUp.steady()).hasValue(true);
    }

    @Test
    void warmingUpGoesOnWhileRoundsBecomeFaster() {
        PoolMeasurement pool = warmUp(script(100, 80, 60, 50, 50, 50));

        assertThat(pool.warmUp().rounds()).isEqualTo(6);
        assertThat(pool.warmUp().steady()).hasValue(true);
        assertThat(pool.warmUp().coldNanos()).hasValue(4 * 100 * MILLIS);
        assertThat(pool.coldRatio()).isCloseTo(2.0, within(1e-9));
        assertThat(pool.times().max()).isCloseTo(0.2, within(1e-9));
    }

    @Test
    void aRoundThatOthersDisturbedDoesNotBeginTheSearchAnew() {
        assertThat(warmUp(script(50, 200, 50)).warmUp().rounds()).isEqualTo(3);
        assertThat(warmUp(script(50, 50, 300)).warmUp().rounds()).isEqualTo(3);
    }

    @Test
    void aPoolThatStillBecomesFasterIsMeasuredAndItIsSaid() {
        PoolMeasurement pool = warmUp(batch -> Math.max(1, 200 >> batch));

        assertThat(pool.warmUp().steady()).hasValue(true);
        PoolMeasurement never = warmUp(batch -> Math.round(1_000 * Math.pow(0.8, (double) batch)));
        assertThat(never.warmUp().rounds()).isEqualTo(WarmUpPlan.MOST_TO_STEADY);
        assertThat(never.warmUp().steady()).hasValue(false);
        assertThat(Caution.of(never, result(never), 8, 8))
                .contains(new Caution.NotSteady(WarmUpPlan.MOST_TO_STEADY));
    }

    @Test
    void oneWorkerThatIsStillColdKeepsAllWarmingUp() {
        // The other takes as long as the round does, so the round itself shows no progress.
        PoolMeasurement pool =
                run(
                        List.of("slow", "warming"),
                        OptionalInt.empty(),
                        (worker, batch) -> worker == 0 ? 100 : Math.max(50, 100 - 10 * batch));

        assertThat(pool.warmUp().rounds()).isEqualTo(7);
    }

    @Test
    void aNumberOfRoundsThatWasGivenIsKept() {
        PoolMeasurement pool =
                run(List.of("a"), OptionalInt.of(2), (_, batch) -> Math.max(1, 100 - batch * 20));

        assertThat(pool.warmUp().rounds()).isEqualTo(2);
        assertThat(pool.warmUp().steady()).isEmpty();
    }

    /// How long a job of a worker takes in a batch, in milliseconds; batches from 1.
    private interface JobMillis {
        long of(int worker, long batch);
    }

    private static PoolMeasurement warmUp(LongUnaryOperator millisOfBatch) {
        return run(
                List.of("a"), OptionalInt.empty(), (_, batch) -> millisOfBatch.applyAsLong(batch));
    }

    private static LongUnaryOperator script(long... millis) {
        return batch -> millis[(int) Math.min(batch, millis.length) - 1];
    }

    private static PoolMeasurement run(
            List<String> workers, OptionalInt warmUps, JobMillis jobMillis) {
        AtomicLong clock = new AtomicLong();
        return new Comparison(
                        List.of(PoolSpec.parse("threads:2")),
                        batch(),
                        new ComparisonOptions(
                                5, warmUps, Duration.ZERO, Duration.ofHours(1), 1, false),
                        (spec, events) ->
                                new ScriptedPool(
                                        spec,
                                        events,
                                        clock,
                                        workers,
                                        (worker, batch) -> jobMillis.of(worker, batch) * MILLIS),
                        ProcessProbe.NONE,
                        ComparisonListener.NONE)
                .run()
                .pools()
                .getFirst();
    }

    private static ComparisonResult result(PoolMeasurement pool) {
        return new ComparisonResult(
                batch(),
                ComparisonOptions.DEFAULTS,
                new ArrayList<>(List.of(pool)),
                ThreadCost.UNKNOWN,
                false);
    }

    private static Batch batch() {
        List<Value> numbers = LongStream.range(0, 4).mapToObj(Value::of).toList();
        return new Batch(
                new ComputeSquare(),
                new Columns(4, List.of(Column.of(ValueType.INTEGER, numbers))),
                BatchOptions.DEFAULTS);
    }
}
