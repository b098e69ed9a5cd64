package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

class MistakesTest {

    @TempDir Path folder;

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(
                        "comapre x",
                        "kitchen: there is no command \"comapre\"; did you mean compare?"),
                mistake("-p x", "kitchen: there is no option -p; see kitchen --help"),
                mistake("zzz", "kitchen: there is no command \"zzz\"; see kitchen --help"),
                mistake(
                        "run",
                        "kitchen run: RECIPE must be given, was not; see kitchen run --help"),
                mistake(
                        "worker --join",
                        "kitchen worker: --join must be followed by TOKEN@HOST:PORT, was by nothing of the kind; see kitchen worker --help"),
                mistake(
                        "cancel abc",
                        "kitchen cancel: BATCH must be a whole number of at most 18 digits, was \"abc\""),
                mistake(
                        "cancel",
                        "kitchen cancel: BATCH must be given, was not; see kitchen cancel --help"),
                mistake(
                        "submit",
                        "kitchen submit: RECIPE must be given, was not; see kitchen submit --help"),
                mistake(
                        "submit compute_square 1 --priority 101",
                        "kitchen submit: a priority must be from 0 to 100, was 101"),
                mistake(
                        "submit compute_square 1 --key=",
                        "kitchen submit: --key must have at least one character, was empty"),
                mistake(
                        "submit compute_square 1 --key " + "k".repeat(129),
                        "kitchen submit: --key: a batch's key must have at most 128 characters"),
                mistake(
                        "result",
                        "kitchen result: either ID or --key must be given, neither was; kitchen jobs lists both"),
                mistake(
                        "result 7 --key k",
                        "kitchen result: either ID or --key must be given, both were; kitchen jobs lists both"),
                mistake("result 0", "kitchen result: ID must be at least 1, was 0"),
                mistake(
                        "result abc",
                        "kitchen result: ID must be a whole number of at most 18 digits, was \"abc\""),
                mistake(
                        "token rotat",
                        "kitchen token: ACTION must be show or rotate, was \"rotat\"; did you mean rotate?"),
                mistake(
                        "token rotate --role cook",
                        "kitchen token: --role must be worker, client or both, was \"cook\"; see kitchen token --help"),
                mistake(
                        "run compute_sqare 1",
                        "kitchen run: a recipe must be one that is known here, was \"compute_sqare\"; did you mean compute_square? (recipes of your own need --recipes JAR)"),
                mistake(
                        "compare wait --predict 8,many",
                        "kitchen compare: --predict must be sizes from 1 to 1,000,000 with a comma between them, such as 8,16,64, or pools, such as processes:8x4, one of \"8,many\" was \"many\""),
                mistake(
                        "report nul\0.json",
                        "kitchen report: RUN must be a file name that this locale can write, was \"nul"),
                mistake(
                        "compare zzz",
                        "was \"zzz\"; see `kitchen recipes` and `kitchen scenarios` (recipes of your own need --recipes JAR)"),
                mistake(
                        "run wait 1ms --pol sequential",
                        "kitchen run: there is no option --pol; did you mean --pool?"),
                mistake(
                        "run wait --pol=async",
                        "kitchen run: there is no option --pol; did you mean --pool?"),
                mistake(
                        "run wait --zzzzzz",
                        "kitchen run: there is no option --zzzzzz; see kitchen run --help"),
                mistake("run wait --pool thraeds:2", "was \"thraeds:2\"; did you mean threads?"),
                mistake(
                        "run wait --pool thread:2",
                        "processes:NxT, cluster, cluster:N, python-threads:N, python-processes:N or python-asyncio, was \"thread:2\"; did you mean threads?"),
                mistake("run wait --pool clutser:2", "was \"clutser:2\"; did you mean cluster?"),
                mistake("run wait --pool threads:0", "threads must be from 1 to 10000, was 0"),
                mistake(
                        "run wait --pool threads:10001",
                        "threads must be from 1 to 10000, was 10001"),
                mistake("run wait --pool processes:-1", "processes"),
                mistake(
                        "run wait --pool threads:1,2",
                        "one pool is needed here, \"threads:1,2\" stands for 2"),
                mistake(
                        "run compute_square x",
                        "kitchen run: argument n of compute_square, job 1: must be an integer, was \"x\""),
                mistake(
                        "run compute_square 1,2",
                        "kitchen run: compute_square takes 1 argument, job 1 has 2: \"1,2\""),
                mistake(
                        "run compute_square",
                        "compute_square needs the argument n (an integer), job 1 has none"),
                mistake(
                        "run sum_range 1,2,3,4",
                        "sum_range takes 3 arguments, job 1 has 4: \"1,2,3,4\"; write \\, for a comma"),
                mistake(
                        "run crash",
                        "crash ends the JVM it runs in, so it needs worker JVMs such as processes:2"),
                mistake(
                        "compare crash -p sequential -p threads:2",
                        "crash ends the JVM it runs in"),
                mistake(
                        "run wait --work wiat:1s",
                        "work must be own, none, wait:DURATION or cpu:DURATION"),
                mistake("run wait --work wait:1", "a duration must be a number with a unit"),
                mistake(
                        "run wait --timeout 5",
                        "kitchen run: --timeout: a duration must be a number with a unit"),
                mistake("run wait --timeout 0s", "a timeout must be above 0"),
                mistake(
                        "run wait --time-scale 0",
                        "the time scale must be above 0 and at most 1000, was 0.0"),
                mistake("run wait --attempts 0", "attempts must be from 1 to 100, was 0"),
                mistake(
                        "run wait --attempts 99999999999",
                        "kitchen run: --attempts must be a whole number from 1 to 100, was \"99999999999\""),
                mistake(
                        "run wait -p processes:1 --worker-memory 512",
                        "kitchen run: --worker-memory: a size of memory must be a whole number with m or g, such as 512m or 2g, was \"512\""),
                mistake(
                        "compare wait -p processes:1 --worker-memory 1m",
                        "--worker-memory: the memory of a worker must be from 32m to 1024g, was 1m"),
                mistake(
                        "demo --worker-memory lots",
                        "kitchen demo: --worker-memory: a size of memory must be"),
                mistake(
                        "run wait -p threads:2 --worker-memory 1g",
                        "--worker-memory is for worker JVMs that are started here, processes:N, was given with [threads:2]"),
                mistake("run wait --prefetch 99", "prefetch must be from 0 to 16, was 99"),
                mistake(
                        "run wait --seed one",
                        "kitchen run: --seed must be a whole number of at most 18 digits, was \"one\""),
                mistake(
                        "run wait --time-scale abc",
                        "kitchen run: --time-scale must be a number, such as 0.5, was \"abc\""),
                mistake(
                        "demo --time-scale abc",
                        "kitchen demo: --time-scale must be a number, such as 0.5, was \"abc\""),
                mistake(
                        "compare wait --jobs 99999999999",
                        "--jobs must be a whole number from 1 to 10000000, was \"99999999999\""),
                mistake(
                        "simulate coffee-shop --jobs 1000000000000",
                        "--jobs must be a whole number from 1 to 10000000, was \"1000000000000\""),
                mistake(
                        "simulate coffee-shop --export-csv -",
                        "kitchen simulate: --export-csv must name a file, was \"-\""),
                mistake(
                        "compare wait --export-json -",
                        "kitchen compare: --export-json must name a file, was \"-\""),
                mistake(
                        "compare wait --rounds 1.5",
                        "--rounds must be a whole number from 1 to 10000, was \"1.5\""),
                mistake("run wait --tile x", "--tile must be a whole number of at most 9 digits"),
                mistake(
                        "run wait 1ms 1s..500ms",
                        "kitchen run: job 2, wait(1s..500ms): a duration range must run from 0 upwards"),
                mistake(
                        "compare crunch 1h..2h",
                        "kitchen compare: job 1, crunch(1h..2h): a duration must be a number with a unit"),
                mistake(
                        "run count_primes 100000000000",
                        "job 1, count_primes(100000000000): limit must be from 0 to 1000000000, was 100000000000"),
                mistake(
                        "run use_resource oven -p processes:2",
                        "job 1, use_resource(oven,100ms): a resource must be one that is known, was \"oven\"; add --resource oven=1"),
                mistake(
                        "run use_resource overn --resource oven=1",
                        "was \"overn\"; did you mean oven?"),
                mistake("run wait --jobs 0", "--jobs must be from 1 to 10000000, was 0"),
                mistake(
                        "run wait --resource machine",
                        "--resource must be NAME=PERMITS or NAME=PERMITS:kitchen, was \"machine\""),
                mistake(
                        "run wait --resource foo=1 --resource foo=2:kitchen",
                        "kitchen run: --resource must name a resource once, named foo again with \"foo=2:kitchen\""),
                mistake(
                        "run wait --resource machine=0",
                        "a resource must have from 1 to 1000000 permits, had 0"),
                mistake(
                        "run wait --recipes /nowhere.jar",
                        "a recipe jar must exist, /nowhere.jar does not"),
                mistake(
                        "run wait --joblog /nowhere/f.tsv",
                        "--joblog must name a file that can be written, was \"/nowhere/f.tsv\""),
                mistake(
                        "run render_tile --picture p.jpg",
                        "--picture must name a PNG, such as picture.png, was \"p.jpg\""),
                mistake(
                        "run wait --picture p.png",
                        "--picture needs the recipe render_tile, was wait"),
                mistake(
                        "run render_tile 0,0 --picture p.png",
                        "--picture makes the jobs itself, one a tile: leave out ARGs and --jobs"),
                mistake(
                        "run render_tile --picture p.png --size 10",
                        "--size must be WIDTHxHEIGHT in pixels, such as 1024x768, was \"10\""),
                mistake(
                        "run render_tile --picture p.png --tile 0",
                        "a tile must be from 1 to 1024, was 0"),
                mistake("run render_tile 0,0 --tile 5", "--size and --tile need --picture FILE"),
                mistake("compare wait --rounds 0", "rounds must be from 1 to 10000, was 0"),
                mistake(
                        "compare wait --warmup -1",
                        "warm-up rounds must be from 0 to 10000, was -1"),
                mistake(
                        "compare wait --max-time 0s",
                        "kitchen compare: the time for a pool must be above 0, was 0s"),
                mistake(
                        "compare wait --max-time soon",
                        "--max-time: a duration must be a number with a unit"),
                mistake(
                        "compare wait --jobs 1000001",
                        "a comparison's jobs must be from 1 to 1000000, were 1000001"),
                mistake(
                        "compare wait -p threads:1..101",
                        "a comparison's pools must be from 1 to 100, were 101"),
                mistake("recipes compute_sqare", "did you mean compute_square?"),
                mistake(
                        "recipes wait brew_chai",
                        "kitchen recipes: the argument \"brew_chai\" is one too many; see kitchen recipes --help"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsOneLineAndExitCodeTwo(String line, String complaint) {
        TestShell shell = TestShell.piped();

        int exit = shell.run(line.split(" "));

        assertThat(shell.err()).contains(complaint);
        assertThat(shell.err().lines()).as(shell.err()).hasSize(1);
        assertThat(shell.err()).startsWith("kitchen");
        assertThat(exit).isEqualTo(2);
    }

    @Test
    void whatWasReservedIsGoneAfterAMistake() {
        Path joblog = folder.resolve("jobs.tsv");

        int exit = TestShell.piped().run("run", "crash", "--joblog", joblog.toString());

        assertThat(exit).isEqualTo(2);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aBugOfOursIsReportedAsOne() {
        TestShell shell =
                TestShell.interruptedBy(_ -> {
                    throw new IllegalStateException("the soufflé fell");
                });

        int exit = shell.run("run", "wait", "1ms");

        assertThat(exit).isEqualTo(70);
        List<String> lines = shell.err().lines().toList();
        assertThat(lines.get(0)).contains("this is a bug in Many Kitchens", "please report it");
        assertThat(lines.get(1)).startsWith("kitchen ");
        assertThat(lines.get(2)).isEqualTo("java.lang.IllegalStateException: the soufflé fell");
        assertThat(lines.get(3)).startsWith("\tat ");
    }

    private static Arguments mistake(String line, String complaint) {
        return Arguments.of(line, complaint);
    }
}
