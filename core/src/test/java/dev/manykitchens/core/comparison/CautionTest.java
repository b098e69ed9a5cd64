package dev.manykitchens.core.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.stove.StoveSpec;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

class CautionTest {

    private static final PoolSpec FOUR_THREADS =
            spec(new PoolSpec.Kind.Threads(4), StoveSpec.UNLIMITED);

    @Test
    void steadyRoundsOnEnoughCoresNeedNoCaution() {
        assertThat(cautions(FOUR_THREADS, 4, 1.0, 1.1, 0.9, 1.0, 1.05)).isEmpty();
    }

    @Test
    void moreComputingThreadsThanCoresAreNoted() {
        assertThat(cautions(FOUR_THREADS, 2, 1.0, 1.1, 0.9, 1.0, 1.05))
                .containsExactly(new Caution.MoreThreadsThanCores("p", 4, 2));
    }

    @Test
    void threadsThatMostlyWaitMayBeMoreThanTheCores() {
        assertThat(cautions(4, 2, split(0.010, 0.012))).isEmpty();
        assertThat(cautions(4, 2, split(0.012, 0.010)))
                .containsExactly(new Caution.MoreThreadsThanCores("p", 4, 2));
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
        assertThat(
                        Caution.computingThreads(
                                spec(new PoolSpec.Kind.Processes(3, 4), StoveSpec.of(2))))
                .hasValue(6);
        assertThat(
                        Caution.computingThreads(
                                spec(
                                        new PoolSpec.Kind.Virtual(OptionalInt.empty()),
                                        StoveSpec.UNLIMITED)))
                .isEmpty();
    }

    @Test
    void aRoundFarFromTheOthersIsNoted() {
        assertThat(cautions(FOUR_THREADS, 4, 1.0, 1.01, 0.99, 1.0, 1.02, 3.0))
                .containsExactly(new Caution.Outliers("p", 1));
    }

    @Test
    void fewOrShortOrNoRoundsAreNoted() {
        assertThat(cautions(FOUR_THREADS, 4, 1.0, 1.0))
                .containsExactly(new Caution.FewRounds("p", 2));
        assertThat(cautions(FOUR_THREADS, 4, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3))
                .containsExactly(new Caution.ShortRounds("p", 1e-3));
        assertThat(cautions(FOUR_THREADS, 4)).containsExactly(new Caution.NoRound("p"));
    }

    @Test
    void everyCautionIsOneLine() {
        List<Caution> all =
                List.of(
                        new Caution.FailedJobs("p", 2),
                        new Caution.NoRound("p"),
                        new Caution.FewRounds("p", 1),
                        new Caution.ColdWorkers("p", 1),
                        new Caution.Outliers("p", 1),
                        new Caution.ShortRounds("p", 0.001),
                        new Caution.MoreThreadsThanCores("p", 4, 2));

        assertThat(all)
                .extracting(Caution::describe)
                .allMatch(line -> line.startsWith("`p`: ") && !line.contains("\n"));
        assertThat(new Caution.Outliers("p", 1).describe()).startsWith("`p`: 1 round is far");
        assertThat(new Caution.FailedJobs("p", 2).describe()).startsWith("`p`: 2 jobs failed");
        assertThat(new Caution.ShortRounds("p", 0.001).describe()).contains("only 1.0 ms");
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
        PoolMeasurement pool =
                new PoolMeasurement("p", spec, OptionalInt.of(4), Duration.ZERO, 2, 0, rounds);
        return Caution.of(pool, ComparisonOptions.DEFAULTS, cores);
    }

    private static Split split(double cpu, double waiting) {
        return new Split(1, 0, 0, 0, 0, cpu, waiting, 0, 0, 0);
    }

    private static Round round(double seconds, Split split) {
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
                Optional.empty());
    }

    private static PoolSpec spec(PoolSpec.Kind kind, StoveSpec stoves) {
        return new PoolSpec(kind, stoves);
    }
}
