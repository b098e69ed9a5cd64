package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.manykitchens.cli.calibration.Runs;
import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.RunFile;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

class SimulateFromTest {

    private static final double NANO = 1e-9;

    @TempDir Path folder;

    private final TestShell shell = TestShell.terminal(150);
    private String run = "";

    @BeforeEach
    void write() throws IOException {
        run =
                file(
                        "run.json",
                        Runs.of(
                                Runs.pool("sequential", 1, 0.001, 0.010, 0.010, 0.010, 0.030),
                                Runs.pool("processes:2", 2, 0.002, 0.020, 0.020, 0.020, 0.040)));
    }

    @Test
    void measuredJobsAreReplayedInTheirOrderWithDispatchBeforeEach() {
        RunFile file = simulated("--from", run, "-p", "sequential", "threads:2", "processes:4");

        // 11 + 11 + 11 + 31 ms; two threads: 11, 11, then 11 and 31; four workers on two cores.
        assertThat(mean(file, "sequential")).isCloseTo(0.064, within(NANO));
        assertThat(mean(file, "threads:2")).isCloseTo(0.042, within(NANO));
        // 22, 22, 22 and 42 ms of work: 88 ms shared by four, then 20 alone on a core.
        assertThat(mean(file, "processes:4")).isCloseTo(0.064, within(NANO));
        assertThat(file.simulated()).isTrue();
        assertThat(file.jobs()).isEqualTo(4);
    }

    @Test
    void theOutputSaysWhichPoolItStartedFrom() {
        assertThat(run("simulate", "--from", run)).isZero();

        assertThat(shell.out())
                .contains("wait: 4 jobs, all at once, simulated on 2 cores")
                .contains("\n sequential ", "\n processes:2 ")
                .contains("a job computes 15.0 ms", "as on `sequential`", "as on `processes:2`")
                .doesNotContain("jobs and results travel in no time");
    }

    @Test
    void aRunThatOthersDisturbedIsDoubted() throws IOException {
        String calm = Files.readString(Path.of(run));
        String busy = file("busy.json", observed(calm, 2, 3));

        assertThat(output(busy))
                .contains(
                        "`sequential`, `processes:2`: up to 1.5 of 2 cores worked for something else meanwhile;")
                .doesNotContain("too short to tell");
        assertThat(simulated("--from", busy, "-p", "sequential").cautions())
                .anySatisfy(caution ->
                        assertThat(caution)
                                .startsWith("`sequential`, `processes:2`: up to 1.5 of 2 cores")
                                .endsWith(" (" + busy + ")"));
        assertThat(output(file("calm.json", observed(calm, 2, 0.1))))
                .doesNotContain("worked for something else", "too short to tell");
        assertThat(output(run)).doesNotContain("worked for something else", "too short to tell");
    }

    @Test
    void aRunThatWasTooShortToTellWhetherOthersDisturbedItSaysSo() throws IOException {
        String calm = Files.readString(Path.of(run));

        // Both pools together are long enough.
        assertThat(output(file("half.json", observed(calm, 0.5, 0.75))))
                .contains("up to 1.5 of 2 cores")
                .doesNotContain("too short to tell");
        assertThat(output(file("short.json", observed(calm, 0.2, 0.3))))
                .contains(
                        "what jobs cost was measured in 400 ms, too short to tell whether something else used the cores meanwhile;")
                .doesNotContain("worked for something else");
    }

    private static String output(String from) {
        TestShell own = TestShell.terminal(150);
        assertThat(KitchenMain.execute(own.shell(), "simulate", "--from", from))
                .as(own.err())
                .isZero();
        return own.out().replaceAll("\\s+", " ");
    }

    private static String observed(String run, double seconds, double others) {
        return run.replace(
                "\"resources\": []",
                "\"resources\": [], \"observed\": %s, \"others\": %s".formatted(seconds, others));
    }

    @Test
    void coresJobsAndAnotherPoolCanBeChosen() {
        RunFile file =
                simulated(
                        "--from",
                        run + "#processes:2",
                        "--cores",
                        "8",
                        "--jobs",
                        "8",
                        "-p",
                        "sequential",
                        "processes:8");

        assertThat(file.jobs()).isEqualTo(8);
        // Eight jobs of 25 ms, and 1 ms or 2 ms for dispatch.
        assertThat(mean(file, "sequential")).isCloseTo(0.208, within(NANO));
        assertThat(mean(file, "processes:8")).isCloseTo(0.042, within(NANO));
    }

    @Test
    void aScenarioKeepsItsStepsAndGetsTheMeasuredDispatch() throws IOException {
        String shop =
                file(
                        "shop.yaml",
                        "name: shop\njobs: 2\nsteps: [{wait: 10ms}]\npools: [sequential]\n");
        String ofShop =
                file(
                        "shop.json",
                        Runs.ofScenario("\"shop\"", Runs.pool("sequential", 1, 0.005, 0.001)));

        RunFile file = simulated(shop, "--from", ofShop, "-p", "sequential");

        assertThat(mean(file, "sequential")).isCloseTo(0.030, within(NANO));
        assertThat(file.scenario().name()).isEqualTo("shop");
    }

    @Test
    void whatASimulationCannotStartFromIsOneLine() throws IOException {
        String old = file("old.json", Runs.of(Runs.pool("sequential", 1, 0, "null")));
        String failed =
                file(
                        "failed.json",
                        Runs.of(
                                Runs.pool(
                                        "sequential",
                                        1,
                                        3,
                                        "{\"round\": 1, \"cpu\": [1], \"wait\": [0], \"overhead\": 0}")));
        String whole = Files.readString(Path.of(run));
        String newer = file("newer.json", whole.replace("run/1", "run/2"));
        String simulated =
                file(
                        "simulated.json",
                        whole.replace("\"simulated\": false", "\"simulated\": true"));
        String shop = file("shop.yaml", "name: shop\njobs: 2\nsteps: [{wait: 10ms}]\n");

        assertMistake("must be JSON as --export-json writes it", "--from", shop);
        assertMistake("was manykitchens.run/2", "--from", newer);
        assertMistake("a file that exists", "--from", folder.resolve("none.json").toString());
        assertMistake("cannot be calibrated by a simulation", "--from", simulated);
        assertMistake("(version 1.0) does not tell it; measure again", "--from", old);
        assertMistake("whose jobs all succeeded", "--from", failed);
        assertMistake("has no \"threads:2\"", "--from", run + "#threads:2");
        assertMistake("a run of the scenario shop", shop, "--from", run);
        assertMistake("cluster", "--from", run, "-p", "cluster");
        String lost =
                Files.readString(Path.of(run))
                        .replace(
                                "\"name\": null",
                                "\"name\": \"lost\", \"workers\": [\"kill 1, at 1s\"]");
        assertMistake(
                "lost.json only tells in words that lost has kill 1, at 1s; name the scenario too",
                "--from",
                file("lost.json", lost));
        assertMistake("a SCENARIO or a run that was measured");
    }

    @Test
    void costsThatDoNotFitTogetherAreTold() throws IOException {
        String odd =
                file(
                        "odd.json",
                        Runs.of(
                                Runs.pool(
                                        "sequential",
                                        1,
                                        0,
                                        "{\"round\": 1, \"cpu\": [1], \"wait\": [0, 1]}")));

        assertMistake("as many times of computing as of waiting", "--from", odd);
    }

    private void assertMistake(String words, String... args) {
        TestShell own = TestShell.piped();
        String[] all = Stream.concat(Stream.of("simulate"), Stream.of(args)).toArray(String[]::new);

        assertThat(KitchenMain.execute(own.shell(), all)).as(own.err()).isEqualTo(2);
        assertThat(own.err().lines()).as(own.err()).hasSize(1);
        assertThat(own.err()).startsWith("kitchen simulate: ").contains(words);
    }

    /// Of these pools, which stand behind `-p`.
    private RunFile simulated(String... args) {
        int pools = List.of(args).indexOf("-p");
        Stream<String> named =
                Stream.of(args).skip(pools + 1).flatMap(pool -> Stream.of("-p", pool));
        String[] all =
                Stream.of(
                                Stream.of("simulate", "--json", "--replications", "2"),
                                Stream.of(args).limit(pools),
                                named)
                        .flatMap(each -> each)
                        .toArray(String[]::new);
        assertThat(run(all)).as(shell.err()).isZero();
        return RunFile.parse(shell.out(), "standard output");
    }

    private static double mean(RunFile file, String pool) {
        return file.pools().stream()
                .filter(entry -> entry.pool().equals(pool))
                .map(PoolEntry::mean)
                .findFirst()
                .orElseThrow();
    }

    private int run(String... args) {
        return KitchenMain.execute(shell.shell(), args);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
