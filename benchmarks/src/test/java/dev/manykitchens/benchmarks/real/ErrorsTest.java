package dev.manykitchens.benchmarks.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.manykitchens.core.pool.PoolSpec;

import org.junit.jupiter.api.Test;

import java.util.List;

class ErrorsTest {

    @Test
    void theErrorIsAPartOfTheMedianMeasured() {
        assertThat(cell("async", 0.9, run(1), run(1), run(7)).error())
                .isCloseTo(-0.1, within(1e-9));
    }

    @Test
    void runsThatOthersWereInTheWayOfDoNotCount() {
        Cell cell = cell("async", 1, run(1), new Run(3, 1, 0.8), new Run(3, 1, 0.9));

        assertThat(cell.error()).isZero();
        assertThat(cell.isDisturbed()).isFalse();
    }

    @Test
    void whenOthersWereInTheWayOfAllTheyCountAllTheSame() {
        Cell cell = cell("async", 1, new Run(2, 1, 0.8));

        assertThat(cell.error()).isEqualTo(-0.5);
        assertThat(cell.isDisturbed()).isTrue();
    }

    @Test
    void aShortRunIsNotHeldToBeDisturbedForATickOfTheClock() {
        assertThat(new Run(0.1, 0.1, 0.2).isQuiet()).isTrue();
        assertThat(new Run(1, 1, 0.2).isQuiet()).isFalse();
        assertThat(new Run(1, 1, Double.NaN).isQuiet()).isTrue();
    }

    @Test
    void eachKindOfPoolHasItsBounds() {
        List<Cell> cells =
                List.of(
                        cell("async", 0.86, run(1)),
                        cell("threads:2", 1.01, run(1)),
                        cell("virtual", 0.99, run(1)),
                        cell("processes:2", 0.76, run(1)),
                        cell("processes:4", 1.05, run(1)));

        Errors here = Errors.within(Bounds.HERE, cells);
        Errors workers = Errors.within(Bounds.WORKERS, cells);

        assertThat(here.hold()).isTrue();
        assertThat(here.sentence("here"))
                .isEqualTo(
                        "here, 3 cells: median error 1.0 % (at most 5 %), worst 14.0 % of tea on async (at most 15 %): holds");
        assertThat(workers.hold()).isFalse();
        assertThat(workers.sentence("workers"))
                .isEqualTo(
                        "workers, 2 cells: median error 14.5 % (at most 10 %), worst 24.0 % of tea on processes:2 (at most 25 %): does not hold");
    }

    @Test
    void oneThatIsTooFarOffIsEnough() {
        List<Cell> cells =
                List.of(
                        cell("async", 1, run(1)),
                        cell("threads:2", 1, run(1)),
                        cell("virtual", 1.16, run(1)));

        assertThat(Errors.within(Bounds.HERE, cells).hold()).isFalse();
    }

    @Test
    void whereNothingWasMeasuredNothingHolds() {
        Errors none = Errors.within(Bounds.HERE, List.of());

        assertThat(none.hold()).isFalse();
        assertThat(none.sentence("here")).isEqualTo("here: nothing was measured");
        assertThatThrownBy(() -> cell("async", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tea on async must have been measured");
    }

    private static Run run(double seconds) {
        return new Run(seconds, 1, 0);
    }

    private static Cell cell(String pool, double simulated, Run... runs) {
        return new Cell("tea", PoolSpec.parse(pool), List.of(runs), simulated);
    }
}
