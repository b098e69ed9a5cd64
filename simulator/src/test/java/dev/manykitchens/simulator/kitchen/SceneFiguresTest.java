package dev.manykitchens.simulator.kitchen;

import static dev.manykitchens.simulator.kitchen.Cooking.batch;
import static dev.manykitchens.simulator.kitchen.Cooking.copies;
import static dev.manykitchens.simulator.kitchen.Cooking.elapsed;
import static dev.manykitchens.simulator.kitchen.Cooking.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.recipe.Work;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// What the scenes promise, to the nanosecond.
class SceneFiguresTest {

    @ParameterizedTest
    @CsvSource({"sequential, 8", "processes:4, 2", "threads:4, 2", "virtual, 2", "async, 2"})
    void fourSquaresOfTwoSeconds(String spec, int seconds) {
        BatchOptions options = BatchOptions.DEFAULTS.withWork(Work.parse("wait:2s"));
        Batch squares =
                batch(
                        "compute_square",
                        options,
                        List.of(List.of(1), List.of(2), List.of(3), List.of(4)));

        SimulatedRun run = run(spec, SimulationOptions.onCores(2).makingResults(), squares);

        assertThat(run.elapsed()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(run.outcomes())
                .extracting(outcome -> outcome.describe())
                .containsExactly("1", "4", "9", "16");
    }

    @ParameterizedTest
    @CsvSource({"threads:3", "processes:3", "forkjoin:3", "virtual:3"})
    void fiveFuturesOfOneSecondAreTwoRoundsOfThree(String spec) {
        assertThat(elapsed(spec, 2, copies(5, "wait", "1s"))).isEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @CsvSource({"sequential, 15", "threads:2, 9", "processes:2, 9", "async, 9", "virtual:2, 9"})
    void teaShopOfTwoCooks(String spec, int seconds) {
        Batch orders = batch("take_order", List.of(3));
        Batch chai = batch("brew_chai", List.of(3));

        assertThat(elapsed(spec, 1, orders, chai)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"sequential, 4", "threads:2, 2", "async, 2"})
    void twoDownloads(String spec, int seconds) {
        Batch downloads = batch("download_file", List.of("a"), List.of("b"));

        assertThat(elapsed(spec, 1, downloads)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void randomWaitsTakeAsLongAsTheLongest() {
        Batch waits = copies(3, "wait", "1s..3s");

        SimulatedRun run = run("async", 1, waits);

        long longest = Arrays.stream(run.times().waitNanos()).max().orElseThrow();
        assertThat(run.elapsedNanos()).isEqualTo(longest).isBetween(1_000_000_000L, 3_000_000_000L);
        assertThat(run.times().waitNanos()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "sequential, 1000",
        "threads:4+gil, 1000",
        "threads:4+stoves=2, 500",
        "processes:4+gil, 250",
        "threads:4, 250",
        "forkjoin:4, 250",
        "virtual, 250",
        "async, 1000",
        "hybrid:4, 250"
    })
    void oneStoveGainsNothingForComputingAndAStoveInEachKitchenEverything(
            String spec, long millis) {
        assertThat(elapsed(spec, 4, copies(4, "crunch", "250ms")))
                .isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"threads:4+gil", "processes:4+gil", "virtual+gil", "async+gil"})
    void oneStoveCostsNothingForWaits(String spec) {
        assertThat(elapsed(spec, 1, copies(4, "wait", "500ms"))).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void whoLetsGoOfTheStoveComputesSideBySide() {
        Batch free = copies(4, "crunch_native", "150ms");

        assertThat(elapsed("threads:4+gil", 4, free)).isEqualTo(Duration.ofMillis(150));
        assertThat(elapsed("threads:4+gil", 2, free)).isEqualTo(Duration.ofMillis(300));
    }

    /// Each need of a stove that is in use costs one switch interval; the short job's own time is
    /// its waits of 5 ms and 10 microseconds of stirring between two of them.
    @ParameterizedTest
    @CsvSource({
        "threads:2+gil, 1, 10000",
        "threads:2+gil, 2, 20010",
        "threads:2+gil, 4, 40030",
        "threads:2, 4, 20030"
    })
    void shortJobsBesideALongOneAreLateByTheSwitchInterval(String spec, int needs, long micros) {
        Batch computing = copies(1, "crunch", "800ms");
        Batch stirring = copies(1, "stir_pot", needs, "5ms");

        SimulatedRun run = run(spec, 2, computing, stirring);

        assertThat(run.batches().getLast().times().finished()[0]).isEqualTo(micros * 1_000);
    }

    @ParameterizedTest
    @CsvSource({"sequential, 2400, 0.75", "async, 1900, 0.947", "threads:3, 1900, 0.947"})
    void drinksQueueForTheOneMachineHoweverManyBaristas(
            String spec, long millis, double utilisation) {
        SimulatedRun run = run(spec, 3, copies(6, "make_coffee"));

        assertThat(run.elapsed()).isEqualTo(Duration.ofMillis(millis));
        assertThat(run.utilisation("espresso-machine")).isCloseTo(utilisation, within(0.001));
        assertThat(run.usage("espresso-machine").uses()).isEqualTo(6);
    }

    /// Twelve papers: 20 ms reading, 100 ms thinking, 30 ms writing. Interleaving overlaps all the
    /// thinking but that about the last papers: 600 ms of work and 40 ms with nothing else to do.
    /// Three people on two cores read and write at two thirds of their speed: 175 ms a paper
    /// instead of 150.
    @ParameterizedTest
    @CsvSource({
        "sequential, 3, 1800",
        "async, 3, 640",
        "threads:3, 3, 600",
        "threads:3, 2, 700",
        "threads:3, 1, 1000"
    })
    void interleavingOverlapsTheThinkingAndThreePeopleTakeAThird(
            String spec, int cores, long millis) {
        assertThat(elapsed(spec, cores, copies(12, "grade_paper")))
                .isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"sequential, 3750", "async, 2000", "threads:2, 2000"})
    void breakfastIsReadyWhenTheTeaIs(String spec, long millis) {
        Batch tea = batch("boil_water", List.of("2s"));
        Batch toast = batch("make_toast", List.of("1500ms", "250ms"));

        assertThat(elapsed(spec, 1, tea, toast)).isEqualTo(Duration.ofMillis(millis));
    }

    /// A hundred requests of 20 ms waiting and 1 ms computing.
    @ParameterizedTest
    @CsvSource({"async, 120", "threads:2, 1050", "threads:100, 70", "hybrid:2, 70", "virtual, 70"})
    void hybridIsAtLeastAsGoodAsEither(String spec, long millis) {
        assertThat(elapsed(spec, 2, copies(100, "serve_request")))
                .isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"sequential, 3000", "threads:3+gil, 3000", "threads:3, 1500", "processes:3, 1500"})
    void heavySumsTakeTheTimeThatIsStatedForTheirCode(String spec, long millis) {
        SimulationOptions options =
                SimulationOptions.onCores(2)
                        .withCodeTimes(CodeTimes.ofResult("sum_range", Duration.ofSeconds(1)));

        assertThat(run(spec, options, copies(3, "sum_range")).elapsed())
                .isEqualTo(Duration.ofMillis(millis));
    }
}
