package dev.manykitchens.core.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.manykitchens.core.comparison.ComparisonOptions;
import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.comparison.PoolMeasurement;
import dev.manykitchens.core.cookbook.ComputeSquare;
import dev.manykitchens.core.cost.ThreadCost;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.measurement.Round;
import dev.manykitchens.core.measurement.Split;
import dev.manykitchens.core.measurement.WarmUpOutcome;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

class AdviceTest {

    private static final PoolMeasurement SEQUENTIAL = pool("sequential", 0, 2.0, 2.02, 1.98);
    private static final PoolMeasurement TWO = pool("threads:2", 0, 1.03, 1.028, 1.032);
    private static final PoolMeasurement FOUR = pool("threads:4", 0, 1.0, 1.002, 0.998);
    private static final PoolMeasurement KITCHENS = pool("processes:2", 0, 1.01, 1.0, 1.02);

    @Test
    void theCheapestOfThoseThatAreNearlyTheFastestIsTaken() {
        Advice advice = advice(0.05, Optional.empty(), SEQUENTIAL, FOUR, KITCHENS, TWO);

        assertThat(advice.pool().name()).isEqualTo("threads:2");
        assertThat(advice.fastest().name()).isEqualTo("threads:4");
        assertThat(advice.gain().ratio()).isCloseTo(1.03, within(1e-9));
        assertThat(advice.cost()).isEqualTo(new Cost(0, 2));
    }

    @Test
    void aNarrowBoundTakesTheFastest() {
        assertThat(advice(0.01, Optional.empty(), SEQUENTIAL, FOUR, KITCHENS, TWO).pool().name())
                .isEqualTo("threads:4");
        assertThat(advice(1, Optional.empty(), SEQUENTIAL, FOUR).pool().name())
                .isEqualTo("sequential");
    }

    @Test
    void aGoalLeavesOutWhoDoesNotKeepIt() {
        Optional<Goal> goal = Optional.of(Goal.parse("p99<1015ms"));

        Advice advice = advice(0.05, goal, SEQUENTIAL, FOUR, KITCHENS, TWO);

        assertThat(advice.pool().name()).isEqualTo("threads:4");
        assertThat(advice.goalMet()).isTrue();
    }

    @Test
    void whenNobodyKeepsTheGoalTheClosestIsNamed() {
        Advice advice = advice(0.05, Optional.of(Goal.parse("max<10ms")), SEQUENTIAL, FOUR, TWO);

        assertThat(advice.goalMet()).isFalse();
        assertThat(advice.pool().name()).isEqualTo("threads:4");
    }

    @Test
    void poolsWithFailedJobsAreNeverAdvised() {
        PoolMeasurement failed = pool("async", 3, 0.1, 0.1, 0.1);

        assertThat(advice(0.05, Optional.empty(), failed, TWO).pool().name())
                .isEqualTo("threads:2");
        assertThat(Advice.of(result(failed), 0.05, Optional.empty(), 2)).isEmpty();
    }

    @Test
    void whatWasNotShownToBeFasterIsNotPaidFor() {
        PoolMeasurement wild = pool("threads:8", 0, 0.2, 2.9, 0.3);

        assertThat(advice(0.05, Optional.empty(), SEQUENTIAL, wild).pool().name())
                .isEqualTo("sequential");
    }

    @Test
    void nothingIsAdvisedFromTwoRounds() {
        PoolMeasurement interrupted = pool("async", 0, 0.5, 0.5);

        assertThat(Advice.of(result(interrupted), 0.05, Optional.empty(), 2)).isEmpty();
        assertThat(advice(0.05, Optional.empty(), TWO, interrupted).pool().name())
                .isEqualTo("threads:2");
    }

    @Test
    void aPoolIsAmongTheBestUnlessAnotherIsShownToBeFaster() {
        ComparisonResult result = result(SEQUENTIAL, FOUR, TWO);

        assertThat(Advice.betterThan("threads:2", result, 0.05)).isEmpty();
        assertThat(Advice.betterThan("threads:2", result, 0.01).orElseThrow().pool())
                .hasValue("threads:4");
        assertThat(Advice.betterThan("sequential", result, 0.05).orElseThrow().pool())
                .hasValue("threads:4");
        assertThat(
                        Advice.betterThan("async", result(pool("async", 1, 0.1), TWO), 0.05)
                                .orElseThrow()
                                .pool())
                .isEmpty();
    }

    @Test
    void computingIsWhatIsNotWaiting() {
        // 0.5 s of CPU and 0.2 s of waiting; the 0.1 s without a core say nothing about the job.
        assertThat(advice(0.05, Optional.empty(), TWO).computingShare())
                .isCloseTo(0.5 / 0.7, within(1e-9));
    }

    @Test
    void whatMayBeFarFasterForAllThatIsKnownLeavesTheAdviceUndecided() {
        PoolMeasurement wild = pool("threads:8", 0, 0.2, 2.9, 0.3);

        assertThat(advice(0.05, Optional.empty(), SEQUENTIAL, wild).isDecided()).isFalse();
        assertThat(advice(0.05, Optional.empty(), SEQUENTIAL, FOUR, TWO).isDecided()).isTrue();
        assertThat(advice(0.05, Optional.empty(), FOUR).isDecided()).isTrue();
    }

    @Test
    void aPoolWithALockIsOnlyAdvisedAmongItsKind() {
        PoolMeasurement locked = pool("threads:1+gil", 0, 1.0, 1.002, 0.998);

        assertThat(advice(0.05, Optional.empty(), locked, FOUR).pool().name())
                .isEqualTo("threads:4");
        assertThat(advice(0.05, Optional.empty(), locked).pool().name()).isEqualTo("threads:1+gil");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "p99", "p99>1s", "p95<1s", "p99<", "p99<0s", "p99<soon", "<1s"})
    void whatIsNoGoalIsRefusedInOneLine(String text) {
        assertThatThrownBy(() -> Goal.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("\n");
    }

    @Test
    void aGoalReadsAsItIsWritten() {
        assertThat(Goal.parse(" p99 < 100ms ").toString()).isEqualTo("p99<100ms");
        assertThatThrownBy(() -> Goal.parse("p98<1s"))
                .hasMessage(
                        "a goal must be for one of p50, p90, p99, mean, max, was for \"p98\"; did you mean p90?");
    }

    private static Advice advice(double within, Optional<Goal> goal, PoolMeasurement... pools) {
        return Advice.of(result(pools), within, goal, 2).orElseThrow();
    }

    private static ComparisonResult result(PoolMeasurement... pools) {
        return new ComparisonResult(
                new Batch(
                        new ComputeSquare(),
                        Columns.of(Column.of(ValueType.INTEGER, List.of(Value.of(1)))),
                        BatchOptions.DEFAULTS),
                ComparisonOptions.DEFAULTS,
                List.of(pools),
                ThreadCost.UNKNOWN,
                false);
    }

    private static PoolMeasurement pool(String spec, int failed, double... seconds) {
        List<Round> rounds = Arrays.stream(seconds).mapToObj(s -> round(s, failed)).toList();
        return new PoolMeasurement(
                spec,
                PoolSpec.parse(spec),
                OptionalInt.of(1),
                Duration.ZERO,
                WarmUpOutcome.NONE,
                rounds,
                Optional.empty(),
                Optional.empty());
    }

    private static Round round(double seconds, int failed) {
        long wall = Math.round(seconds * 1e9);
        return new Round(
                wall,
                1,
                failed,
                0,
                0,
                new long[] {wall},
                new Split(1, 0, 0, 0, 0.1, 0.5, 0.2, 0, 0, 0),
                0,
                Optional.empty(),
                Optional.empty(),
                0,
                List.of());
    }
}
