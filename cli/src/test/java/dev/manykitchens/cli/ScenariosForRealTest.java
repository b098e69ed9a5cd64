package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.cli.scenario.ScenarioFiles;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.scenario.Arrivals;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.report.run.ClassEntry;
import dev.manykitchens.report.run.FaultEntry;
import dev.manykitchens.report.run.LoadEntry;
import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.RunFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// `kitchen compare SCENARIO`, as a user types it, many times faster than it was written.
@Isolated("measures pools")
class ScenariosForRealTest {

    private static final RecipeBook BOOK =
            RecipeBook.load(ScenariosForRealTest.class.getClassLoader());
    private static final Pattern OFF =
            Pattern.compile("`threads:3`: measured .*, simulated .* \\(([+-])([0-9.]+) %\\)");

    @TempDir Path folder;

    static List<String> scenarios() {
        ScenarioFiles files = ScenarioFiles.ofDistribution();
        return files.names().stream()
                .filter(name -> !files.read(name, BOOK).endsProcesses())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void allJobsOfEachScenarioEnd(String name) throws IOException {
        requireAllEnd(name, "virtual", 0.03);
    }

    @ParameterizedTest
    @CsvSource({"coffee-shop, 0.03", "lunch-rush, 0.05"})
    void soTheyDoInWorkerJvms(String name, double scale) throws IOException {
        requireAllEnd(name, "processes:1x8", scale);
    }

    /// Of 30 jobs with this seed, one is the poison.
    @Test
    void aPoisonDishFailsAloneAndItsKitchensAreReplaced() throws IOException {
        TestShell shell = TestShell.piped();
        Path json = folder.resolve("run.json");

        assertThat(
                        compare(
                                shell,
                                json,
                                "poison-dish",
                                "processes:2",
                                "--seed",
                                "1",
                                "--jobs",
                                "40"))
                .isEqualTo(1);

        PoolEntry entry = RunFile.parse(Files.readString(json), "run.json").pools().getFirst();
        assertThat(entry.failed()).isEqualTo(1);
        assertThat(entry.workersLost()).isEqualTo(3);
        assertThat(shell.err()).contains("in each of its 3 attempts");
    }

    @Test
    void aPoisonDishIsRefusedWhereItWouldEndThisJvm() throws IOException {
        TestShell shell = TestShell.piped();

        assertThat(compare(shell, folder.resolve("run.json"), "poison-dish", "threads:2"))
                .isEqualTo(2);
        assertThat(shell.err())
                .contains("ends the JVM that runs it, so poison-dish needs worker JVMs")
                .hasLineCount(1);
    }

    @Test
    void aKitchenThatIsKilledIsReplacedAndEveryJobEnds() throws IOException {
        TestShell shell = TestShell.piped();
        Path json = folder.resolve("run.json");

        assertThat(compare(shell, json, "lost-kitchen", "processes:2")).as(shell.err()).isZero();

        PoolEntry entry = RunFile.parse(Files.readString(json), "run.json").pools().getFirst();
        assertThat(entry.failed()).isZero();
        assertThat(entry.workersLost()).isEqualTo(1);
        assertThat(entry.retried()).isPositive();
        assertThat(shell.out().replaceAll("\\s+", " "))
                .contains("Faults `processes:2`: kill 1, at 300ms: struck ")
                .contains("; pause 2, at 600ms, for 500ms: struck ");
        assertThat(entry.faults())
                .extracting(FaultEntry::fault)
                .containsExactly("kill 1, at 300ms", "pause 2, at 600ms, for 500ms");
        assertThat(entry.faults())
                .allSatisfy(fault -> {
                    assertThat(fault.turns()).isPositive();
                    assertThat(fault.struck()).isEqualTo(fault.turns());
                });
        // Of two kitchens one is away until its successor has started, and the other stands still.
        assertThat(entry.times()[0]).isGreaterThan(120 * 0.03 / 2 + 0.25);
    }

    @Test
    void whereFaultsKillWorkersNoJobIsAccused() throws IOException {
        TestShell shell = TestShell.piped();
        Path file = folder.resolve("killed.yaml");
        Files.writeString(
                file,
                "jobs: 1\nfaults: [{kill: 1, every: 500ms}, {kill: 2, at: 1h}]\nsteps: [{wait: 1h}]\n");

        assertThat(compare(shell, folder.resolve("run.json"), file.toString(), "processes:1"))
                .isEqualTo(1);

        assertThat(shell.err())
                .contains("in each of its 3 attempts", "the scenario's faults kill workers; allow")
                .doesNotContain("System.exit");
        assertThat(shell.out().replaceAll("\\s+", " "))
                .contains("On `processes:1` \"kill 2, at 3600s\" can never strike");
    }

    @Test
    void jobsRunAgainAsOftenAsTheirKitchensDie() throws IOException {
        TestShell shell = TestShell.piped();
        Path json = folder.resolve("run.json");

        int code =
                shell.run(
                        "compare",
                        "retry-storm",
                        "-p",
                        "processes:6",
                        "--jobs",
                        "60",
                        "--warmup",
                        "0",
                        "--export-json",
                        json.toString());

        assertThat(code).as(shell.err()).isZero();
        PoolEntry entry = RunFile.parse(Files.readString(json), "run.json").pools().getFirst();
        LoadEntry load = Objects.requireNonNull(entry.load());
        assertThat(load.offered()).isEqualTo(60);
        assertThat(load.service().count()).isEqualTo(60);
    }

    @Test
    void aSlowKitchenComputesForLonger() throws IOException {
        TestShell shell = TestShell.piped();
        Path file = folder.resolve("slow.yaml");
        Files.writeString(file, "jobs: 6\nworkers: {fast: 1, slow: 0.1}\nsteps: [{cpu: 30ms}]\n");
        Path json = folder.resolve("run.json");

        assertThat(compare(shell, json, file.toString(), "processes:2")).as(shell.err()).isZero();

        PoolEntry entry = RunFile.parse(Files.readString(json), "run.json").pools().getFirst();
        assertThat(entry.times()[0]).as("its one job").isGreaterThan(0.3);
        assertThat(shell.out()).doesNotContain("run without");
    }

    @Test
    void whatCannotBeHadForRealIsSaid() throws IOException {
        TestShell shell = TestShell.piped();
        Path file = folder.resolve("cut.yaml");
        Files.writeString(
                file, "jobs: 2\nfaults: [{cut: 1, at: 1s, for: 1s}]\nsteps: [{wait: 1ms}]\n");
        Path json = folder.resolve("run.json");

        assertThat(compare(shell, json, file.toString(), "processes:1")).as(shell.err()).isZero();
        assertThat(shell.out().replaceAll("\\s+", " "))
                .contains("of the network and of cuts is left out; kitchen simulate has it");

        TestShell other = TestShell.piped();
        assertThat(compare(other, folder.resolve("2.json"), file.toString(), "virtual")).isZero();
        assertThat(other.out().replaceAll("\\s+", " "))
                .contains("are those of processes:N, which is not among the pools");
    }

    private static int compare(
            TestShell shell, Path json, String scenario, String pool, String... more) {
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "compare",
                                scenario,
                                "-p",
                                pool,
                                "--warmup",
                                "0",
                                "--rounds",
                                "1",
                                "--no-break-even",
                                "--export-json",
                                json.toString()));
        args.addAll(List.of(more));
        return shell.run(args.toArray(String[]::new));
    }

    private void requireAllEnd(String name, String pool, double scale) throws IOException {
        Scenario scenario = ScenarioFiles.ofDistribution().read(name, BOOK);
        Path json = folder.resolve("run.json");
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "compare",
                                name,
                                "--time-scale",
                                Double.toString(scale),
                                "--warmup",
                                "0",
                                "-p",
                                pool,
                                "--export-json",
                                json.toString()));
        if (!scenario.keepsComing()) {
            args.addAll(List.of("--rounds", "1", "--no-break-even"));
        }
        TestShell shell = TestShell.piped();

        assertThat(shell.run(args.toArray(String[]::new))).as(shell.err()).isZero();

        assertThat(shell.lines().getFirst()).isEqualTo(scenario.question());
        RunFile run = RunFile.parse(Files.readString(json), "run.json");
        assertThat(run.scenario().name()).isEqualTo(name);
        assertThat(run.scenario().timeScale()).isEqualTo(scale);
        assertThat(run.scenario().seed()).isEqualTo(scenario.seed());
        PoolEntry entry = run.pools().getFirst();
        assertThat(entry.failed()).isZero();
        LoadEntry load = entry.load();
        if (!scenario.keepsComing()) {
            assertThat(load).isNull();
            assertThat(entry.times()).hasSize(1);
            assertThat(Objects.requireNonNull(entry.response()).count())
                    .isEqualTo(scenario.jobs().orElseThrow());
        } else {
            assertThat(Objects.requireNonNull(load).offered()).isPositive();
            assertThat(load.service().count()).isEqualTo(load.offered());
            assertThat(load.keepsUp().equals("closed"))
                    .isEqualTo(scenario.arrivals() instanceof Arrivals.Closed);
            boolean any = scenario.classes().stream().anyMatch(each -> each.deadline().isPresent());
            assertThat(load.late() != null).isEqualTo(any);
            assertThat(shell.out().contains("Deadlines")).isEqualTo(any);
        }
    }

    /// Where nobody has to wait, priorities change nothing; where two serve, the urgent wait less.
    @Test
    void anExpressLaneIsSeenInTheFiguresOfItsClasses() throws IOException {
        Path json = folder.resolve("run.json");
        TestShell shell = TestShell.piped();

        assertThat(
                        shell.run(
                                "compare",
                                "express-lane",
                                "--time-scale",
                                "0.1",
                                "--warmup",
                                "0",
                                "-p",
                                "threads:2",
                                "--export-json",
                                json.toString()))
                .as(shell.err())
                .isZero();

        assertThat(shell.lines())
                .anyMatch(
                        line -> line.strip().matches("`threads:2`: basket .* jobs.*; trolley .*"));
        PoolEntry pool = RunFile.parse(Files.readString(json), "run.json").pools().getFirst();
        assertThat(pool.classes())
                .extracting(ClassEntry::name)
                .containsExactly("basket", "trolley");
        assertThat(pool.classes().stream().mapToLong(ClassEntry::jobs).sum())
                .isEqualTo(Objects.requireNonNull(pool.load()).offered());
        // A trolley takes 20 ms longer; the queue in front of it takes far more.
        Double basket = pool.classes().getFirst().mean();
        Double trolley = pool.classes().getLast().mean();
        assertThat(Objects.requireNonNull(trolley) - Objects.requireNonNull(basket))
                .isGreaterThan(0.025);
    }

    @Test
    void jobsThatComeAllAtOnceKeepTheirNumbersWhateverOrderTheyBeginIn() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("both.yaml"),
                        """
                        jobs: 20
                        classes:
                          - name: slow
                            steps: [{wait: 1ms}]
                          - name: fast
                            priority: 3
                            steps: [{wait: 2ms}]
                        """);
        Path log = folder.resolve("jobs.tsv");
        TestShell shell = TestShell.piped();

        assertThat(
                        shell.run(
                                "compare",
                                file.toString(),
                                "--rounds",
                                "1",
                                "--warmup",
                                "0",
                                "--no-break-even",
                                "-p",
                                "threads:1",
                                "--joblog",
                                log.toString()))
                .as(shell.err())
                .isZero();

        List<String[]> rows =
                Files.readAllLines(log).stream()
                        .skip(1)
                        .map(line -> line.split("\t", -1))
                        .sorted(Comparator.comparing(row -> Double.valueOf(row[5])))
                        .toList();
        List<String> steps = rows.stream().map(row -> row[9]).toList();
        int fast = Collections.frequency(steps, "wait 2ms");
        assertThat(fast).isBetween(1, 19);
        assertThat(steps.subList(0, fast)).containsOnly("wait 2ms");
        List<Integer> numbers = rows.stream().map(row -> Integer.valueOf(row[0])).toList();
        assertThat(numbers.subList(0, fast)).isSorted();
        assertThat(numbers.subList(fast, 20)).isSorted();
        assertThat(numbers).isNotEqualTo(IntStream.rangeClosed(1, 20).boxed().toList());
        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());
        assertThat(shell.out()).contains("Classes");
    }

    /// Every job holds the one machine for 300 ms.
    @Test
    void aResourceOfTheScenarioIsHeldByOneJobAtATime() throws IOException {
        RunFile run = coffee();
        assertThat(run.pools().getFirst().times()[0]).isGreaterThan(run.jobs() * 0.3 * 0.05);
    }

    private RunFile coffee() throws IOException {
        Path json = folder.resolve("run.json");
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "compare",
                                "coffee-shop",
                                "--time-scale",
                                "0.05",
                                "--rounds",
                                "1",
                                "--no-break-even",
                                "-p",
                                "virtual",
                                "--export-json",
                                json.toString()));
        assertThat(TestShell.piped().run(args.toArray(String[]::new))).isZero();
        return RunFile.parse(Files.readString(json), "run.json");
    }

    /// Waits need no core: what is measured can only be longer, and not by much.
    @Test
    void whatIsSimulatedIsNearWhatIsMeasured() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("waits.yaml"),
                        """
                        name: waits
                        jobs: 9
                        steps:
                          - wait: 50ms..150ms
                          - wait: exponential 50ms
                        goal: p99<1s
                        """);
        TestShell shell = TestShell.piped();

        int exit =
                shell.run(
                        "compare",
                        file.toString(),
                        "-p",
                        "threads:3",
                        "--rounds",
                        "2",
                        "--warmup",
                        "1",
                        "--no-break-even",
                        "--simulate");

        assertThat(exit).as(shell.err()).isZero();
        assertThat(shell.out()).contains("Simulated", "9 jobs of waits on 1 pool");
        Matcher off = OFF.matcher(shell.out());
        assertThat(off.find()).as(shell.out()).isTrue();
        double percent = Double.parseDouble(off.group(2));
        assertThat(percent).isLessThan(off.group(1).equals("-") ? 60.0 : 2.0);
    }

    @Test
    void stepsThatComputeRecipesRunInWorkerJvms() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("primes.yaml"),
                        """
                        name: primes
                        jobs: 4
                        steps:
                          - compute: count_primes(2000)
                          - wait: 5ms
                        """);
        TestShell shell = TestShell.piped();

        int exit =
                shell.run(
                        "compare",
                        file.toString(),
                        "-p",
                        "processes:2",
                        "--rounds",
                        "1",
                        "--warmup",
                        "0",
                        "--no-break-even");

        assertThat(exit).as(shell.err()).isZero();
        assertThat(shell.err()).isEmpty();
    }

    @Test
    void aDeadlockThatNobodyWouldSeeIsRefusedWithItsPlaces() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("knife.yaml"),
                        """
                        jobs: 40
                        resources: {knife: {permits: 1, scope: kitchen}, board: 1}
                        classes:
                          - name: cut
                            steps:
                              - use: knife
                                steps: [{use: board, steps: [{wait: 5ms}]}]
                          - name: wash
                            steps:
                              - use: board
                                steps:
                                  - wait: 5ms
                                  - use: knife
                                    steps: [{wait: 5ms}]
                        """);
        TestShell shell = TestShell.piped();

        assertThat(shell.run("compare", file.toString(), "-p", "processes:2x2"))
                .isEqualTo(ExitCode.MISTAKE);
        assertThat(shell.err())
                .hasLineCount(1)
                .contains("knife (one set a kitchen) and board (shared) must be taken in the same")
                .contains("cut takes board while it holds knife (" + file + ":7)")
                .contains("wash takes knife while it holds board (" + file + ":13)")
                .contains("on processes:2x2 they could wait for each other for ever");
    }

    @Test
    void measuredSimulatedAndTheoryStandSideBySide() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("queue.yaml"),
                        """
                        jobs: 60
                        arrivals: poisson 100/s
                        steps: [{wait: exponential 5ms}]
                        """);
        TestShell shell = TestShell.piped();

        int exit =
                shell.run(
                        "compare",
                        file.toString(),
                        "-p",
                        "threads:3",
                        "--warmup",
                        "0",
                        "--simulate");

        assertThat(exit).as(shell.err()).isZero();
        assertThat(shell.out().replaceAll("\\s+", " "))
                .containsPattern(
                        "`threads:3`: measured [0-9.]+ ms, simulated [0-9.]+ ms \\([+-][0-9]+ %\\), theory [0-9.]+ ms \\(M/M/3\\)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "coffee-shop --work none | --work is for recipes, and coffee-shop is a scenario, which says itself what comes and when; leave it out",
                "coffee-shop --rate 5/s | --rate is for recipes, and coffee-shop is a scenario, which says itself what comes and when; leave it out",
                "web-server --duration 5s | --duration is for recipes, and web-server is a scenario, which says itself what comes and when; leave it out",
                "coffee-shop 7 8 | ARGs are for recipes, and coffee-shop is a scenario; leave out \"7\"",
                "coffee-shop --jobs 0 | jobs must be from 1 to 10000000, were 0",
                "coffee-shop --time-scale 0 | the time scale must be above 0 and at most 1000, was 0.0",
                "coffee-shop --simulate --json | --simulate prints a table beside the measured one; leave out --json, or use kitchen simulate --json",
                "web-server --rounds 3 | --rounds needs rounds, and jobs of web-server keep coming: there are none, only one load for each pool; leave it out",
                "wait --simulate | --simulate needs a scenario, was given with the recipe wait; see `kitchen scenarios`",
                "coffe-shop | what is compared must be a recipe or a scenario, was \"coffe-shop\"; did you mean coffee-shop? (recipes of your own need --recipes JAR)",
                "count_prime | what is compared must be a recipe or a scenario, was \"count_prime\"; did you mean count_primes? (recipes of your own need --recipes JAR)",
                "xyzzy | what is compared must be a recipe or a scenario, was \"xyzzy\"; see `kitchen recipes` and `kitchen scenarios` (recipes of your own need --recipes JAR)",
                "cofee-shop.yaml | a scenario must be a file or one of those that come with the program, was \"cofee-shop.yaml\"; did you mean coffee-shop?"
            })
    void whatCannotBeIsOneLine(String typed, String complaint) {
        TestShell shell = TestShell.piped();

        assertThat(shell.run(("compare " + typed).split(" "))).isEqualTo(ExitCode.MISTAKE);
        assertThat(shell.err())
                .isEqualToNormalizingNewlines("kitchen compare: " + complaint + "\n");
    }
}
