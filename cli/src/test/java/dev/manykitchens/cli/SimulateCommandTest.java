package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.report.run.FaultEntry;
import dev.manykitchens.report.run.RunFile;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class SimulateCommandTest {

    private static final String QUEUE =
            """
            name: queue
            arrivals: poisson 80/s
            jobs: 500
            steps: [{cpu: exponential 10ms}]
            pools: [sequential, threads:2]
            """;

    @TempDir Path folder;

    private final TestShell shell = TestShell.terminal(120);
    private String queue = "";

    @BeforeEach
    void write() throws IOException {
        queue = file("queue.yaml", QUEUE);
    }

    @Test
    void theTableHasTheScenariosPoolsTheBestFirst() {
        assertThat(run("simulate", queue, "--cores", "4")).isZero();

        assertThat(shell.out())
                .contains(
                        "queue: 500 jobs, poisson 80/s, simulated on 4 cores, 10 replications, seed")
                .contains("response", "p99", "theory", "speed-up (95 %)", "Summary")
                .containsSubsequence("\n threads:2 ", "\n sequential ")
                .contains("Simulated: switches of threads");
        assertThat(shell.err()).doesNotContain("kitchen simulate:");
    }

    @Test
    void jsonIsARunThatSaysItIsSimulated() {
        assertThat(run("simulate", queue, "--cores", "4", "--json", "--replications", "7"))
                .isZero();

        JsonNode json = JsonMapper.shared().readTree(shell.out());
        JsonNode pool = json.get("pools").get(0);
        JsonNode said = pool.get("simulation");
        assertThat(json.get("schema").asString()).isEqualTo("manykitchens.run/1");
        assertThat(json.get("simulated").asBoolean()).isTrue();
        assertThat(json.get("scenario").get("name").asString()).isEqualTo("queue");
        assertThat(pool.get("pool").asString()).isEqualTo("sequential");
        assertThat(pool.get("times")).hasSize(7);
        assertThat(said.get("replications").asInt()).isEqualTo(7);
        for (String figure :
                List.of("elapsed", "response", "p50", "p90", "p99", "waiting", "cores")) {
            JsonNode interval = said.get(figure);
            assertThat(interval.get("mean").asDouble())
                    .as(figure)
                    .isBetween(interval.get("low").asDouble(), interval.get("high").asDouble());
        }
        assertThat(said.get("theory").get("formula").asString()).isEqualTo("M/M/1");
        assertThat(said.get("needs").get(0).get("utilisation").asDouble()).isEqualTo(0.8);
    }

    @Test
    void classesHaveFiguresOfTheirOwnAndTheUrgentWaitLess() {
        assertThat(run("simulate", "express-lane", "-p", "threads:2", "--json")).isZero();

        JsonNode pool = JsonMapper.shared().readTree(shell.out()).at("/pools/0");
        JsonNode basket = pool.at("/classes/0");
        JsonNode trolley = pool.at("/classes/1");
        assertThat(basket.get("name").asString()).isEqualTo("basket");
        assertThat(trolley.get("name").asString()).isEqualTo("trolley");
        assertThat(basket.get("jobs").asLong() + trolley.get("jobs").asLong())
                .isEqualTo(pool.at("/response/count").asLong());
        // What they take is 0.1 and 0.3 s.
        assertThat(trolley.get("mean").asDouble() - 0.3)
                .isGreaterThan(2 * (basket.get("mean").asDouble() - 0.1));
        assertThat(basket.get("p99").asDouble()).isGreaterThan(basket.get("mean").asDouble());
    }

    @Test
    void classesAreToldOfWhereThereAreSeveral() {
        assertThat(run("simulate", "express-lane", "-p", "threads:2", "-p", "virtual")).isZero();
        assertThat(shell.out())
                .containsSubsequence(
                        "Classes\n",
                        "`threads:2`: basket ",
                        " jobs, response ",
                        " on average, p99 ",
                        "; trolley ",
                        "`virtual`: basket ",
                        "Summary\n");
    }

    @Test
    void classesAreNotToldOfWhereThereIsOne() {
        assertThat(run("simulate", queue, "--cores", "4")).isZero();
        assertThat(shell.out()).doesNotContain("Classes");
    }

    @Test
    void whatIsNeededForLessThanHalfOfItsTimeIsNotCalledScarce() {
        // 80 jobs a second of 10 ms need 0.8 of one thread and 0.4 of two.
        assertThat(run("simulate", queue, "--cores", "4", "-p", "sequential")).isZero();
        assertThat(unwrapped())
                .contains(
                        "What it has least of is its threads: jobs need 80 % of its time, and at most 100/s can come.")
                .doesNotContain("Nothing is scarce");

        assertThat(run("simulate", queue, "--cores", "4", "-p", "threads:2")).isZero();
        assertThat(unwrapped())
                .contains(
                        "Nothing is scarce: jobs need only 40 % of the time of its threads, of which it has least; that can do at most 200/s.");
    }

    @Test
    void aTraceTooShortToSayThatItIsTooMuchSaysWhatItsMeansAreOf() throws IOException {
        file("rush.csv", "arrival\n0\n0.01\n0.02\n0.03\n");
        String rush =
                file(
                        "rush.yaml",
                        "arrivals: trace rush.csv\nsteps: [{wait: 20ms}]\npools: [sequential, \"threads:2\"]\n");

        assertThat(run("simulate", rush)).isZero();

        assertThat(unwrapped())
                .contains(
                        "`sequential`: while the jobs of the trace come, they need 200 % of its threads; of fewer than 50 jobs it is not said that it cannot keep up")
                .contains("`threads:2`: while the jobs of the trace come, they need 100 %");
        String slow =
                file(
                        "slow.yaml",
                        "arrivals: trace rush.csv\nsteps: [{wait: 5ms}]\npools: [sequential]\n");
        assertThat(output("simulate", slow)).doesNotContain("jobs of the trace");
    }

    private static String output(String... args) {
        TestShell own = TestShell.piped();
        assertThat(KitchenMain.execute(own.shell(), args)).as(own.err()).isZero();
        return own.out();
    }

    @Test
    void jobsWithoutARateNeedWhatTheyNeededAtTheOneThatWasSimulated() throws IOException {
        String many = file("many.yaml", "jobs: 8\nsteps: [{wait: 10ms}]\npools: [\"threads:4\"]\n");

        assertThat(run("simulate", many)).isZero();
        assertThat(unwrapped())
                .contains("What it has least of is its threads: it can do at most 400/s.");

        assertThat(run("simulate", many, "--jobs", "1")).isZero();
        assertThat(unwrapped())
                .contains("Nothing is scarce: jobs need only 25 % of the time of its threads");
    }

    private String unwrapped() {
        return shell.out().replaceAll("\\s+", " ");
    }

    @Test
    void theSameSeedGivesTheSameFigures() {
        assertThat(figures("--cores", "4", "--seed", "11"))
                .isEqualTo(figures("--cores", "4", "--seed", "11"));
        assertThat(figures("--cores", "4", "--seed", "12"))
                .isNotEqualTo(figures("--cores", "4", "--seed", "11"));
    }

    @Test
    void replicationsGoOnUntilThePrecisionIsReached() {
        assertThat(run("simulate", queue, "--cores", "4", "--precision", "5%", "--json")).isZero();

        for (JsonNode pool : JsonMapper.shared().readTree(shell.out()).get("pools")) {
            JsonNode response = pool.get("simulation").get("response");
            double half = (response.get("high").asDouble() - response.get("low").asDouble()) / 2;
            assertThat(half / response.get("mean").asDouble()).isLessThanOrEqualTo(0.05);
        }
    }

    @Test
    void eachWorkerCanHaveAMachineOfItsOwn() {
        String pools = "processes:4x2";

        assertThat(cores("--cores", "2", "-p", pools)).isEqualTo(2);
        assertThat(cores("--own-cores", "2", "-p", pools)).isEqualTo(8);
    }

    @Test
    void poolsInsideThisJvmStayOnTheOneMachineWithItsCores() {
        assertThat(cores("--own-cores", "8", "--cores", "2", "-p", "threads:4")).isEqualTo(2);
        assertThat(cores("--own-cores", "8", "--cores", "2", "-p", "processes:2")).isEqualTo(16);
        assertThat(run("simulate", queue, "--own-cores", "8", "--cores", "2")).isZero();
        assertThat(shell.out()).contains("simulated on 2 cores, 8 for each worker JVM, ");
    }

    @Test
    void whatIsTypedIsCheckedBeforeAnythingIsPrinted() {
        assertRefused("a duration must be a number with a unit", "--goal", "p99<200");
        assertRefused("must say its size, was cluster:2", "-p", "cluster:2");
        assertRefused("must be one of Java, was python-threads:2", "-p", "python-threads:2");
        assertRefused(
                "needs a pool that has a size",
                "-p",
                "async",
                "--goal",
                "p99<1s",
                "--min",
                "workers");
    }

    private void assertRefused(String words, String... options) {
        TestShell own = TestShell.piped();
        List<String> command = new ArrayList<>(List.of("simulate", queue));
        command.addAll(List.of(options));

        assertThat(own.run(command.toArray(String[]::new))).isEqualTo(2);
        assertThat(own.out()).isEmpty();
        assertThat(own.err()).hasLineCount(1).startsWith("kitchen simulate: ").contains(words);
    }

    @Test
    void theHelpSaysWhatEveryColumnMeans() throws IOException {
        String many =
                file(
                        "many.yaml",
                        """
                        jobs: 200
                        arrivals: poisson 80/s
                        resources: {oven: 1}
                        faults: [{kill: any, at: 500ms}]
                        classes:
                          - {name: a, deadline: 1s, steps: [{use: oven, steps: [{cpu: 5ms}]}]}
                        pools: [sequential, "processes:2"]
                        """);
        TestShell wide = TestShell.terminal(400);
        assertThat(wide.run("simulate", many)).isZero();
        assertThat(run("simulate", "--help")).isZero();

        String header =
                wide.out()
                        .lines()
                        .filter(line -> line.startsWith(" pool "))
                        .findFirst()
                        .orElseThrow();
        String help = shell.out().substring(shell.out().indexOf("Columns:"));
        for (String column : header.strip().split(" *\\| *", -1)) {
            assertThat(help).contains("\n  " + (column.equals("oven") ? "NAME" : column) + " ");
        }
        assertThat(header).contains("workers lost", "late", "oven");
    }

    @Test
    void whatFaultsDidIsSaidAndWhichNeverStrike() throws IOException {
        String file =
                file(
                        "faulty.yaml",
                        """
                        jobs: 20
                        faults: [{kill: 1, at: 50ms}, {kill: 3, at: 1ms}, {pause: 1, at: 1h, for: 1s}]
                        steps: [{wait: 20ms}]
                        pools: ["processes:2"]
                        """);
        assertThat(run("simulate", file, "--replications", "4")).isZero();

        assertThat(shell.out().replaceAll("\\s+", " "))
                .contains(
                        "Faults `processes:2`: kill 1, at 50ms: struck 4 times in 4 replications, at 50.0 ms; kill 3, at 1ms: struck nobody in 4 replications")
                .contains("pause 1, at 3600s, for 1s: struck nobody in 4 replications")
                .contains(
                        "On `processes:2` \"kill 3, at 1ms\" can never strike: it has only 2 workers");

        String json = output("simulate", file, "--replications", "4", "--json");
        assertThat(RunFile.parse(json, "standard output").pools().getFirst().faults())
                .containsExactly(
                        new FaultEntry("kill 1, at 50ms", 4, 4, 0, 0.05, 0.05),
                        new FaultEntry("kill 3, at 1ms", 4, 0, 0, null, null),
                        new FaultEntry("pause 1, at 3600s, for 1s", 4, 0, 0, null, null));
    }

    @Test
    void faultsWithoutWorkersAreNoted() {
        assertThat(run("simulate", "lost-kitchen", "-p", "threads:2")).isZero();
        assertThat(shell.out().replaceAll("\\s+", " "))
                .contains("are those of processes:N, which is not among the pools.");
    }

    @Test
    void aGoalThatNoSizeKeepsNamesWhatJobsWaitFor() throws IOException {
        String busy =
                file(
                        "busy.yaml",
                        """
                        jobs: 600
                        arrivals: poisson 9/s
                        resources: {database: 1}
                        steps: [{use: database, steps: [{wait: 100ms}]}]
                        """);
        String idle = file("idle.yaml", Files.readString(Path.of(busy)).replace("9/s", "0.1/s"));
        String[] goal = {"--goal", "p99<50ms", "--max-size", "16", "--min", "workers"};

        assertThat(simulated(busy, "virtual:1", goal))
                .contains("on `virtual:16` a job waits for its database most")
                .contains("it can do at most 10.0/s");
        assertThat(simulated(idle, "virtual:1", goal))
                .contains("on `virtual:16` a job computes and waits for 100 ms on average")
                .contains("shorter steps would");
        assertThat(simulated(busy, "virtual", "--goal", "p99<50ms"))
                .contains("None keeps p99<50ms: on `virtual` a job waits for its database most");
    }

    private static String simulated(String scenario, String pool, String... options) {
        TestShell own = TestShell.piped();
        List<String> command = new ArrayList<>(List.of("simulate", scenario, "-p", pool));
        command.addAll(List.of(options));
        own.run(command.toArray(String[]::new));
        return own.out().replaceAll("\\s+", " ");
    }

    @Test
    void theSmallestSizeThatKeepsAGoalIsFound() {
        int exit =
                run(
                        "simulate",
                        queue,
                        "--cores",
                        "8",
                        "-p",
                        "threads:1",
                        "--min",
                        "workers",
                        "--goal",
                        "mean<13ms");

        assertThat(exit).isZero();
        assertThat(shell.out())
                .contains("The smallest that keeps mean<13ms is `threads:2`")
                .contains("What breaks next is its threads");
    }

    @Test
    void aPoolThatLosesTooManyWorkersDoesNotKeepUp() throws IOException {
        String struck = file("struck.yaml", STRUCK);

        assertThat(run("simulate", struck, "--cores", "2", "--replications", "3"))
                .isEqualTo(ExitCode.GOOD);
        assertThat(unwrapped())
                .contains("keeps up")
                .contains("`processes:2` does not keep up: 15.0 jobs come a second and ")
                .contains("without its faults it could do at most");
    }

    private static final String STRUCK =
            """
            jobs: 2000
            arrivals: poisson 15/s
            steps: [{cpu: 100ms}]
            startup: 2s
            faults: [{kill: any, every: exponential 500ms}]
            pools: ["processes:2"]
            """;

    /// A few of its jobs fail, and many come too late: only the second is why the goal is missed.
    @Test
    void whatTheGoalLeavesRoomForIsNotWhyASizeMissesIt() throws IOException {
        String struck = file("struck.yaml", STRUCK);

        run("simulate", struck, "--cores", "2", "--min", "workers", "--goal", "p99<1s");

        assertThat(unwrapped())
                .contains("no, does not keep up")
                .contains(
                        "The smallest from which on all that were tried keep p99<1s is `processes:9`",
                        "`processes:7` keeps it too, but one between does not: either chance decides")
                .doesNotContain(" 0 % of jobs fail", " 0 % of its jobs failed");
    }

    @Test
    void aFewJobsInThousandsThatFailAreNotNothing() throws IOException {
        String struck = file("struck.yaml", STRUCK);

        run("simulate", struck, "--cores", "2", "-p", "processes:8");

        assertThat(unwrapped()).contains("`processes:8`: under 0.1 % of its jobs failed.");
    }

    @Test
    void aFewJobsAreWhyAnApproximationIsOff() throws IOException {
        String few =
                file(
                        "few.yaml",
                        """
                        jobs: 10
                        arrivals: poisson 24/s
                        steps: [{wait: gamma 100ms cv 0.5}]
                        pools: ["threads:3"]
                        """);

        run("simulate", few, "--replications", "50");

        assertThat(unwrapped())
                .contains("the runs of 10 jobs are too short for the long-run mean")
                .doesNotContain("knows only means");
    }

    @Test
    void aGoalThatNoSizeKeepsIsExitCodeOne() {
        int exit =
                run(
                        "simulate",
                        queue,
                        "--cores",
                        "8",
                        "-p",
                        "threads:1",
                        "--min",
                        "workers",
                        "--goal",
                        "mean<1ms",
                        "--max-size",
                        "6");

        assertThat(exit).isEqualTo(ExitCode.FAILED);
        assertThat(shell.out()).contains("No size up to 6 of `threads` keeps mean<1ms");
    }

    @Test
    void aPoolThatCannotKeepUpIsAFindingAndSaysWhatIsScarce() throws IOException {
        String busy = file("busy.yaml", QUEUE.replace("80/s", "150/s"));

        assertThat(run("simulate", busy, "--cores", "4")).isZero();

        assertThat(shell.out())
                .contains("`sequential` cannot keep up: jobs need 150 % of its threads.")
                .contains("keeps up")
                .contains("`threads:2` has the shortest responses");
    }

    @Test
    void aGoalThatWasAskedForAndThatNoPoolKeepsIsExitCodeOne() throws IOException {
        String busy = file("busy.yaml", QUEUE.replace("80/s", "150/s"));
        String wishful = file("wishful.yaml", QUEUE + "goal: mean<1ms\n");
        String[] four = {"--cores", "4", "--replications", "3"};

        assertThat(exitCode(busy, four, "--goal", "mean<1s")).isZero();
        assertThat(exitCode(busy, four, "--goal", "mean<1s", "-p", "sequential")).isOne();
        assertThat(exitCode(queue, four, "--goal", "mean<1ms")).isOne();
        assertThat(exitCode(queue, four, "--goal", "mean<1ms", "--json")).isOne();
        assertThat(exitCode(wishful, four)).isZero();
    }

    @Test
    void jobsThatFailAreExitCodeOne() throws IOException {
        String poisoned =
                file(
                        "poisoned.yaml",
                        """
                        jobs: 10
                        steps: [{compute: crash}]
                        pools: ["processes:2"]
                        """);

        assertThat(exitCode(poisoned, new String[0], "--replications", "2")).isOne();
    }

    private static int exitCode(String scenario, String[] options, String... more) {
        List<String> command = new ArrayList<>(List.of("simulate", scenario));
        command.addAll(List.of(options));
        command.addAll(List.of(more));
        TestShell own = TestShell.piped();
        int exit = own.run(command.toArray(String[]::new));
        assertThat(own.err()).as(command.toString()).isEmpty();
        return exit;
    }

    @Test
    void jobsThatWaitForEachOtherForEverAreOneLineAndExitCodeOne() throws IOException {
        String deadlock =
                file(
                        "deadlock.yaml",
                        """
                        name: deadlock
                        jobs: 20
                        resources: {oven: 1, sink: 1}
                        classes:
                          - name: bake
                            steps: [{use: oven, steps: [{wait: 1ms}, {use: sink, steps: [{wait: 1ms}]}]}]
                          - name: wash
                            steps: [{use: sink, steps: [{wait: 1ms}, {use: oven, steps: [{wait: 1ms}]}]}]
                        pools: ["threads:4"]
                        """);
        TestShell piped = TestShell.piped();

        assertThat(piped.run("simulate", deadlock)).isEqualTo(ExitCode.FAILED);

        assertThat(piped.err())
                .hasLineCount(1)
                .startsWith("kitchen simulate: jobs of deadlock wait for each other for ever")
                .contains("waits for oven", "waits for sink");
    }

    @Test
    void aSimulationThatIsStoppedSaysSoWhateverItHas() {
        for (List<String> options :
                List.of(
                        List.of("--replications", "100"),
                        List.of("--json"),
                        List.of("-p", "threads:1", "--min", "workers", "--goal", "p99<1s"))) {
            TestShell stopped =
                    TestShell.interruptedBy(stop -> {
                        stop.run();
                        return new TestShell.Quiet(true);
                    });
            List<String> command = new ArrayList<>(List.of("simulate", queue));
            command.addAll(options);

            int exit = stopped.run(command.toArray(String[]::new));

            assertThat(exit).as(options.toString()).isEqualTo(ExitCode.INTERRUPTED);
            assertThat(stopped.err()).doesNotContain("bug");
        }
    }

    @Test
    void mistakesAreOneLineAndExitCodeTwo() throws IOException {
        String nothing = file("nothing.yaml", QUEUE.replace("pools: [sequential, threads:2]", ""));

        mistake("a simulation needs a pool, queue names none", nothing);
        mistake("a scenario must be a file or one of those that come with", "no-such-scenario");
        mistake("did you mean coffee-shop?", "cofee-shop");
        mistake("a simulated pool must say its size, was cluster", queue, "-p", "cluster");
        mistake("a simulated pool must be one of Java", queue, "-p", "python-threads:2");
        mistake("cores must be from 1 to 10000, was 0", queue, "--cores", "0");
        mistake("replications must be from 1 to", queue, "--replications", "0");
        mistake("--precision must be", queue, "--precision", "much");
        mistake("a precision needs at least 2", queue, "--precision", "2%", "--replications", "1");
        mistake("jobs must be from 1 to 10000000, were 0", queue, "--jobs", "0");
        mistake("--min workers needs a goal to keep", queue, "--min", "workers");
        mistake("--min must be workers", queue, "--min", "cores", "--goal", "p99<1s");
        mistake("a goal must be", queue, "--goal", "fast");
        mistake("--max-size needs --min workers", queue, "--max-size", "7", "--goal", "p99<1s");
        mistake(
                "--min workers needs a pool that has a size",
                queue,
                "--min",
                "workers",
                "--goal",
                "p99<1s",
                "-p",
                "async");
        mistake(
                "--max-size must be from 1 to 10000, was 0",
                queue,
                "--min",
                "workers",
                "--goal",
                "p99<1s",
                "--max-size",
                "0");
    }

    private void mistake(String complaint, String... arguments) {
        TestShell piped = TestShell.piped();
        List<String> command = new ArrayList<>(List.of("simulate"));
        command.addAll(List.of(arguments));

        assertThat(piped.run(command.toArray(String[]::new))).as(complaint).isEqualTo(2);

        assertThat(piped.err())
                .startsWith("kitchen simulate: ")
                .contains(complaint)
                .hasLineCount(1);
    }

    private List<JsonNode> figures(String... options) {
        TestShell piped = TestShell.piped();
        List<String> command = new ArrayList<>(List.of("simulate", queue, "--json"));
        command.addAll(List.of(options));
        assertThat(piped.run(command.toArray(String[]::new))).isZero();
        List<JsonNode> pools = new ArrayList<>();
        JsonMapper.shared().readTree(piped.out()).get("pools").forEach(pools::add);
        return pools;
    }

    private double cores(String... options) {
        return figures(options).stream()
                .flatMap(pool -> pool.get("simulation").get("needs").valueStream())
                .filter(need -> need.get("what").asString().equals("cores"))
                .findFirst()
                .orElseThrow()
                .get("have")
                .asDouble();
    }

    private int run(String... command) {
        return shell.run(command);
    }

    private String file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        return file.toString();
    }
}
