package dev.manykitchens.core.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.manykitchens.core.cookbook.ComputeSquare;
import dev.manykitchens.core.cost.ThreadCost;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.measurement.Round;
import dev.manykitchens.core.measurement.Split;
import dev.manykitchens.core.measurement.WarmUpOutcome;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.stove.StoveSpec;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

class CautionTest {

    private static final WarmUpOutcome WARM =
            new WarmUpOutcome(3, Optional.of(true), OptionalLong.of(1_000_000_000), 1, 0);

    private static final PoolSpec FOUR_THREADS =
            spec(new PoolSpec.Kind.Threads(4), StoveSpec.UNLIMITED);

    @Test
    void steadyRoundsOnEnoughCoresNeedNoCaution() {
        assertThat(cautions(FOUR_THREADS, 4, 1.0, 1.1, 0.9, 1.0, 1.05)).isEmpty();
    }

    @Test
    void moreComputingThreadsThanCoresAreNoted() {
        assertThat(cautions(FOUR_THREADS, 2, 1.0, 1.1, 0.9, 1.0, 1.05))
                .containsExactly(new Caution.MoreThreadsThanCores(4, 2, 2));
    }

    @Test
    void threadsThatMostlyWaitMayBeMoreThanTheCores() {
        assertThat(cautions(4, 2, split(0.010, 0.012))).isEmpty();
        assertThat(cautions(4, 2, split(0.012, 0.010)))
                .containsExactly(new Caution.MoreThreadsThanCores(4, 2, 2));
    }

    @Test
    void threadsThatShareAStoveDoNotComputeAtOnce() {
        assertThat(
                        cautions(
                                spec(new PoolSpec.Kind.Threads(4), StoveSpec.GIL),
                                2,
                                1.0,
                                1.1,
                                0.9,
                                1.0,
                                1.05))
                .isEmpty();
    }

    @Test
    void aRoundFarFromTheOthersIsNoted() {
        assertThat(cautions(FOUR_THREADS, 4, 1.0, 1.01, 0.99, 1.0, 1.02, 3.0))
                .containsExactly(new Caution.Outliers(1));
    }

    @Test
    void aFirstRoundThatIsSlowHasItsOwnReason() {
        assertThat(cautions(FOUR_THREADS, 4, 3.0, 1.01, 0.99, 1.0, 1.02, 1.0))
                .singleElement(InstanceOfAssertFactories.type(Caution.FirstRoundSlow.class))
                .satisfies(slow -> assertThat(slow.times()).isCloseTo(3.0, within(0.05)));
        assertThat(cautions(FOUR_THREADS, 4, 3.0, 1.01, 0.99, 1.0, 1.02, 1.0, 4.0))
                .contains(new Caution.Outliers(1))
                .hasSize(2);
        // A first round that is quick is no worse than any other outlier.
        assertThat(cautions(FOUR_THREADS, 4, 0.3, 1.01, 0.99, 1.0, 1.02, 1.0))
                .containsExactly(new Caution.Outliers(1));
    }

    @Test
    void aHostThatWorkedForOthersIsNoted() {
        assertThat(cautions(FOUR_THREADS, 4, busy(5, 0.5, 0.7)))
                .containsExactly(new Caution.HostBusy(0.7, 4));
        assertThat(cautions(FOUR_THREADS, 4, busy(5, 0.5, 0.5))).isEmpty();
        // Ticks of 10 ms say nothing about so little time.
        assertThat(cautions(FOUR_THREADS, 4, busy(5, 0.1, 0.7))).isEmpty();
    }

    @Test
    void poolsThatWereMeasuredForTooShortAreJudgedTogether() {
        PoolMeasurement brief = pool("brief", FOUR_THREADS, 4, busy(6, 0.1, 0.7));
        PoolMeasurement other = pool("other", FOUR_THREADS, 4, busy(6, 0.1, 0.9));
        PoolMeasurement calm = pool("calm", FOUR_THREADS, 4, busy(6, 1, 0));

        assertThat(result(ComparisonOptions.DEFAULTS, brief, other).notes(4, 4))
                .containsExactly(new Note(List.of("brief", "other"), new Caution.HostBusy(0.8, 4)));
        assertThat(result(ComparisonOptions.DEFAULTS, brief, calm).notes(4, 4)).isEmpty();
    }

    private static List<Round> busy(int rounds, double seconds, double cores) {
        long others = Math.round(seconds * cores * 1e9);
        return Collections.nCopies(
                rounds, round(seconds, Split.mean(List.of()), Optional.of(others)));
    }

    @Test
    void shortOrNoRoundsAreNoted() {
        assertThat(cautions(FOUR_THREADS, 4, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3))
                .containsExactly(new Caution.ShortRounds(1e-3));
        assertThat(cautions(FOUR_THREADS, 4)).containsExactly(new Caution.NoRound());
    }

    @Test
    void ofFewRoundsItIsKnownWhatWouldHaveGivenMore() {
        // More time is no help to somebody who asked for three rounds and got them.
        assertThat(fewRounds(3, "1h", 1, 1, 1)).isEqualTo(new Caution.FewRounds(3, true, false));
        assertThat(fewRounds(10, "2s", 1, 1, 1)).isEqualTo(new Caution.FewRounds(3, false, true));
        assertThat(fewRounds(3, "2s", 1, 1, 1)).isEqualTo(new Caution.FewRounds(3, true, true));
        assertThat(fewRounds(10, "1h", 1, 1))
                .as("one that was stopped")
                .isEqualTo(new Caution.FewRounds(2, false, false));
    }

    @Test
    void poolsThatWereNeverWarmedUpAreNoted() {
        ComparisonOptions options = new ComparisonOptions(5, 0, Duration.ofHours(1), 1);
        PoolMeasurement pool = pool("p", FOUR_THREADS, 4, 1, 1, 1, 1, 1);

        assertThat(Caution.of(pool, result(options, pool), 4, 4))
                .containsExactly(new Caution.NotWarmedUp());
    }

    @Test
    void gainsThatTheSlotsDoNotExplainAreNoted() {
        PoolMeasurement first = pool("first", FOUR_THREADS, 1, 2.0, 2.1, 1.9, 2.0, 2.0);
        PoolMeasurement twice = pool("twice", FOUR_THREADS, 2, 1.0, 1.0, 1.0, 1.0, 1.0);
        PoolMeasurement thrice = pool("thrice", FOUR_THREADS, 2, 0.66, 0.67, 0.65, 0.66, 0.66);
        PoolMeasurement unsure = pool("unsure", FOUR_THREADS, 2, 0.5, 0.5, 0.5, 1.2, 1.2);
        ComparisonResult result = result(ComparisonOptions.DEFAULTS, first, twice, thrice, unsure);

        assertThat(result.efficiency(unsure)).isGreaterThan(1.2);
        assertThat(result.notes(4, 4))
                .containsExactly(
                        new Note(List.of("thrice"), new Caution.MoreThanEfficient("first")));
    }

    @Test
    void poolsWithTheSameCautionShareALine() {
        List<Note> notes =
                result(
                                new ComparisonOptions(3, 2, Duration.ofHours(1), 1),
                                pool("a", FOUR_THREADS, 4, 1, 1, 1),
                                pool("b", FOUR_THREADS, 4, 1, 1, 1),
                                pool("c", FOUR_THREADS, 4, 1, 1))
                        .notes(4, 4);

        assertThat(notes)
                .containsExactly(
                        new Note(List.of("a", "b"), new Caution.FewRounds(3, true, false)),
                        new Note(List.of("c"), new Caution.FewRounds(2, false, false)));
    }

    private static Caution fewRounds(int rounds, String maxTime, double... seconds) {
        ComparisonOptions options =
                new ComparisonOptions(rounds, 2, DurationRange.parseDuration(maxTime), 1);
        PoolMeasurement pool = pool("p", FOUR_THREADS, 4, seconds);
        List<Caution> cautions = Caution.of(pool, result(options, pool), 4, 4);
        assertThat(cautions).hasSize(1);
        return cautions.getFirst();
    }

    private static List<Caution> cautions(PoolSpec spec, int cores, double... seconds) {
        return cautions(
                spec,
                cores,
                Arrays.stream(seconds).mapToObj(s -> round(s, Split.mean(List.of()))).toList());
    }

    private static List<Caution> cautions(int threads, int cores, Split split) {
        return cautions(
                spec(new PoolSpec.Kind.Threads(threads), StoveSpec.UNLIMITED),
                cores,
                Collections.nCopies(5, round(1.0, split)));
    }

    private static List<Caution> cautions(PoolSpec spec, int cores, List<Round> rounds) {
        PoolMeasurement pool = pool("p", spec, 4, rounds);
        return Caution.of(pool, result(ComparisonOptions.DEFAULTS, pool), cores, cores);
    }

    private static ComparisonResult result(ComparisonOptions options, PoolMeasurement... pools) {
        Batch batch =
                new Batch(
                        new ComputeSquare(),
                        new Columns(1, List.of(Column.of(ValueType.INTEGER, List.of(Value.of(1))))),
                        BatchOptions.DEFAULTS);
        return new ComparisonResult(batch, options, List.of(pools), ThreadCost.UNKNOWN, false);
    }

    private static PoolMeasurement pool(String name, PoolSpec spec, int slots, double... seconds) {
        return pool(
                name,
                spec,
                slots,
                Arrays.stream(seconds).mapToObj(s -> round(s, Split.mean(List.of()))).toList());
    }

    private static PoolMeasurement pool(String name, PoolSpec spec, int slots, List<Round> rounds) {
        return new PoolMeasurement(
                name,
                spec,
                OptionalInt.of(slots),
                Duration.ZERO,
                WARM,
                rounds,
                Optional.empty(),
                Optional.empty());
    }

    private static Split split(double cpu, double waiting) {
        return new Split(1, 0, 0, 0, 0, cpu, waiting, 0, 0, 0);
    }

    /// The way there takes 1 ms on average, and the clocks agree to 0.9 ms or to 2 ms.
    @Test
    void clocksThatAgreeToLessThanWhatIsMeasuredAreNoted() {
        assertThat(clockCautions(900_000)).isEmpty();
        assertThat(clockCautions(2_000_000)).containsExactly(new Caution.ClockOffset(0.002));
    }

    private static List<Caution> clockCautions(long clockErrorNanos) {
        Split split = new Split(1, 0, 0, 0.001, 0, 0.01, 0, 0.0005, 0, 0);
        Round round =
                new Round(
                        1_000_000_000,
                        1,
                        0,
                        0,
                        0,
                        new long[] {1},
                        split,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        clockErrorNanos,
                        List.of());
        PoolMeasurement pool =
                pool("p", FOUR_THREADS, 4, Collections.nCopies(Ratio.FEW_ROUNDS, round));
        return Caution.of(pool, result(ComparisonOptions.DEFAULTS, pool), 4, 4);
    }

    private static Round round(double seconds, Split split) {
        return round(seconds, split, Optional.empty());
    }

    private static Round round(double seconds, Split split, Optional<Long> othersNanos) {
        return new Round(
                Math.round(seconds * 1e9),
                1,
                0,
                0,
                0,
                new long[] {1},
                split,
                0,
                Optional.empty(),
                othersNanos,
                0,
                List.of());
    }

    private static PoolSpec spec(PoolSpec.Kind kind, StoveSpec stoves) {
        return new PoolSpec(kind, stoves);
    }
}
