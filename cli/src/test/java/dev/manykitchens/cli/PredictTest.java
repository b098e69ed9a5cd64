package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.cli.calibration.Runs;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.report.diff.RunDiff;
import dev.manykitchens.report.export.CsvExport;
import dev.manykitchens.report.export.MarkdownExport;
import dev.manykitchens.report.html.HtmlReport;
import dev.manykitchens.report.run.CostsEntry;
import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.RunFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

class PredictTest {

    private static final RecipeBook BOOK = RecipeBook.load(PredictTest.class.getClassLoader());

    private final TestShell shell = TestShell.piped();

    @Test
    void predictedPoolsStandBehindTheMeasuredOnesAndAreMarked() {
        RunFile file = predicted("threads:2", "processes:1000x8");

        assertThat(file.pools().stream().map(PoolEntry::pool))
                .containsExactly(
                        "sequential", "threads:2 (predicted)", "processes:1000x8 (predicted)");
        assertThat(file.pools().stream().map(PoolEntry::simulated))
                .containsExactly(false, true, true);
        PoolEntry threads = file.pools().get(1);
        // 40 ms were measured; jobs of 10 ms with 1 ms of dispatch take 22 ms on two threads.
        assertThat(threads.mean()).isEqualTo(0.022);
        assertThat(threads.speedup().ratio()).isEqualTo(0.04 / 0.022);
        assertThat(threads.efficiency()).isEqualTo(0.04 / 0.022 / 2);
        assertThat(Objects.requireNonNull(threads.simulation()).elapsed().low()).isNotNull();
    }

    @Test
    void theVerdictNamesThemOnlyAsPredicted() {
        RunFile file = predicted("threads:2");

        assertThat(file.simulated()).isFalse();
        assertThat(file.verdict().fastest()).isEqualTo("sequential");
        assertThat(file.verdict().words())
                .containsExactly(
                        "what was measured",
                        "predicted, not measured: `threads:2` takes 22.0 ± 0.0 ms, 0.55 times the time of `sequential`, the fastest that was measured");
        assertThat(file.cautions())
                .singleElement()
                .asString()
                .startsWith("predicted from pools inside one JVM: a job computes 10.0 ms");
    }

    @Test
    void whatWasMeasuredForTooShortToKnowWhetherOthersDisturbedItSaysSo() {
        assertThat(predictions("threads:2").in(observed(0.5, 0.1)).cautions())
                .anySatisfy(caution ->
                        assertThat(caution)
                                .startsWith(
                                        "predicted: what jobs cost was measured in 500 ms, too short to tell"));
        // Of a longer one the comparison itself says it.
        assertThat(predictions("threads:2").in(observed(2, 3)).cautions()).hasSize(1);
    }

    private static RunFile observed(double seconds, double others) {
        return RunFile.parse(
                Runs.of(Runs.pool("sequential", 1, 0.001, 0.010, 0.010, 0.010, 0.010))
                        .replace(
                                "\"resources\": []",
                                "\"resources\": [], \"observed\": %s, \"others\": %s"
                                        .formatted(seconds, others)),
                "run.json");
    }

    @Test
    void theFileIsReadBackAndEveryExportMarksThem() {
        RunFile file = predicted("threads:2");

        assertThat(RunFile.parse(file.toJson(), "again").toJson()).isEqualTo(file.toJson());
        assertThat(file.toJson()).containsOnlyOnce("\"simulated\" : true");
        assertThat(CsvExport.of(file).lines().skip(1))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("sequential,").endsWith(",false"),
                        line ->
                                assertThat(line)
                                        .startsWith("threads:2 (predicted),")
                                        .endsWith(",true"));
        assertThat(MarkdownExport.of(file))
                .contains("| `threads:2 (predicted)` | 22.0 ", "- predicted: computed by");
        assertThat(HtmlReport.of(file)).contains("threads:2 (predicted)", "not measured");
    }

    @Test
    void aDiffLeavesThemOut() {
        RunFile file = predicted("threads:2");
        RunDiff diff = RunDiff.of(file, measured());

        assertThat(diff.pools())
                .singleElement()
                .extracting(RunDiff.Change::pool)
                .isEqualTo("sequential");
        assertThat(diff.onlyBefore()).isEmpty();
        assertThat(diff.unjudged()).isEmpty();
    }

    @Test
    void ofALoadTheResponseIsPredictedAndNoTime() {
        String pool = Runs.underLoad(Runs.pool("threads:2", 2, 0.001, 0.010), "yes");
        RunFile load = RunFile.parse(Runs.of(pool), "load.json");

        RunFile file = predictions("threads:4", "threads:1").in(load);

        PoolEntry four = file.pools().get(1);
        assertThat(four.times()).isEmpty();
        assertThat(Objects.requireNonNull(four.response().p50())).isBetween(0.0109, 0.0111);
        assertThat(file.hasOnlyLoads()).isTrue();
        assertThat(HtmlReport.of(file)).contains("threads:4 (predicted)");
    }

    @Test
    void whereNothingCanBePredictedTheRunSaysWhy() {
        String none = "{\"round\": 1, \"cpu\": [1], \"wait\": [0], \"overhead\": 0}";
        RunFile failed = RunFile.parse(Runs.of(Runs.pool("sequential", 1, 2, none)), "failed.json");

        RunFile file = predictions("threads:2").in(failed);

        assertThat(file.pools()).hasSize(1);
        assertThat(file.cautions())
                .singleElement()
                .asString()
                .startsWith("nothing was predicted: a simulation must start from a pool");
        assertThat(shell.err()).startsWith("nothing was predicted: ");
    }

    @Test
    void aRealComparisonWritesWhatJobsCostAndPredictsPoolsThatNobodyCouldStart() {
        int exit =
                KitchenMain.execute(
                        shell.shell(),
                        "compare wait --jobs 4 --work wait:1ms -p sequential -p threads:2 --rounds 3 --warmup 1 --no-break-even --json --predict processes:1000x8,async"
                                .split(" "));

        assertThat(exit).as(shell.err()).isZero();
        RunFile file = RunFile.parse(shell.out(), "standard output");
        CostsEntry costs = Objects.requireNonNull(file.pools().getFirst().costs());
        assertThat(costs.round()).isEqualTo(4);
        assertThat(costs.cpu()).hasSize(12);
        assertThat(costs.waiting()).hasSize(12);
        assertThat(DoubleStream.of(costs.waiting()).min().orElseThrow())
                .isGreaterThanOrEqualTo(0.001);
        assertThat(costs.resources()).isEmpty();
        assertThat(costs.observed()).isNotNull().isPositive();
        assertThat(costs.others()).isNotNull();
        assertThat(file.predicted().stream().map(PoolEntry::pool))
                .containsExactly("processes:1000x8 (predicted)", "async (predicted)");
        assertThat(Objects.requireNonNull(file.advice()).pool()).isIn("sequential", "threads:2");
    }

    @Test
    void aComparedScenarioIsPredictedByItsOwnSteps() {
        int exit =
                KitchenMain.execute(
                        shell.shell(),
                        "compare coffee-shop --time-scale 0.02 -p threads:6 --rounds 1 --warmup 0 --no-break-even --predict threads:64"
                                .split(" "));

        assertThat(exit).as(shell.err()).isZero();
        assertThat(shell.out())
                .contains("threads:64 (predicted)", "predicted: computed by a simulation")
                .contains("predicted from pools inside one JVM: dispatch computes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wait -p sequential --predict cluster | `cluster` has no model; measure it with -p",
                "wait -p sequential --predict python-threads:2,threads:2 | `python-threads:2` has no model",
                "wait -p sequential --predict thread:2 | thread:2",
                "use_resource -p sequential --predict threads:2 | which a recipe does not tell; compare a scenario",
                "wait -p sequential --predict threads:1..100 | at most 100 pools can be measured and predicted together, were 1 and 100",
                "wait -p threads:2 --rate 5/s --predict 8,threads:4 | --predict needs rounds"
            })
    void whatCannotBePredictedIsOneLineBeforeAnythingRuns(String options, String complaint) {
        String[] args =
                Stream.concat(Stream.of("compare"), Stream.of(options.split(" ")))
                        .toArray(String[]::new);

        assertThat(KitchenMain.execute(shell.shell(), args)).isEqualTo(2);
        assertThat(shell.err().lines()).as(shell.err()).hasSize(1);
        assertThat(shell.err()).contains(complaint);
        assertThat(shell.out()).isEmpty();
    }

    private static RunFile measured() {
        String pool = Runs.pool("sequential", 1, 0.001, 0.010, 0.010, 0.010, 0.010);
        return RunFile.parse(Runs.of(pool), "run.json");
    }

    private RunFile predicted(String... pools) {
        return predictions(pools).in(measured());
    }

    private Predictions predictions(String... pools) {
        List<PoolSpec> specs = Stream.of(pools).map(PoolSpec::parse).toList();
        return new Predictions(shell.shell(), specs, Optional.empty(), BOOK);
    }
}
