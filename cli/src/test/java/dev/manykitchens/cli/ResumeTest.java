package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

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

/// `kitchen run --resume`: what has not succeeded according to a job log.
class ResumeTest {

    private static final String NAMES =
            "seq\tworker\thost\tpid\tattempt\tstart\truntime\toutcome\trecipe\targument\n";

    @TempDir Path folder;

    private Path log;

    @BeforeEach
    void name() {
        log = folder.resolve("jobs.tsv");
    }

    /// The same command line again and again, until all is done.
    @Test
    void whatFailedRunsAgainAndTheLogGoesOn() throws IOException {
        Path room = folder.resolve("room");
        String[] line = {
            "run",
            "leave_mark",
            "now",
            "touch:" + room.resolve("mark"),
            "now",
            "--recipes",
            MarkRecipe.jar(folder).toString(),
            "--joblog",
            log.toString(),
            "--resume",
            log.toString()
        };
        TestShell first = TestShell.piped();
        assertThat(first.run(line)).isEqualTo(1);
        assertThat(first.lines().getFirst()).isEqualTo("Results: [\"done\", failed, \"done\"]");
        assertThat(outcomes()).containsExactly("1 succeeded", "2 failed", "3 succeeded");

        TestShell second = TestShell.piped();
        assertThat(second.run(line)).isEqualTo(1);
        assertThat(second.lines().getFirst()).isEqualTo("Results: [failed]");
        assertThat(second.err()).startsWith("job 2, leave_mark(touch:");
        assertThat(outcomes())
                .containsExactly("1 succeeded", "2 failed", "3 succeeded", "2 failed");

        Files.createDirectory(room);
        TestShell third = TestShell.piped();
        assertThat(third.run(line)).isZero();
        assertThat(third.lines().getFirst()).isEqualTo("Results: [\"done\"]");
        assertThat(third.lines().getLast())
                .isEqualTo(
                        "2 jobs had succeeded before, as %s says, and were not run again: the results are those of the other one."
                                .formatted(log));
        assertThat(outcomes().getLast()).isEqualTo("2 succeeded");

        String before = Files.readString(log);
        TestShell fourth = TestShell.piped();
        assertThat(fourth.run(line)).isZero();
        assertThat(fourth.lines())
                .containsExactly(
                        "Nothing to run: all 3 jobs have succeeded before, as %s says."
                                .formatted(log));
        assertThat(log).hasContent(before);
    }

    @Test
    void thePageQuotesWhatIsSaid() throws IOException {
        String page = Files.readString(Path.of("../docs/how-to/resume.md"));
        Files.writeString(log, NAMES + row(1, "succeeded", "1") + row(3, "succeeded", "3"));

        String one = square("--resume", log.toString()).lines().getLast();
        String none = square("--resume", done().toString()).lines().getFirst();

        assertThat(page)
                .contains(
                        "\n" + one.replace(log.toString(), "jobs.tsv") + "\n",
                        "\n" + none.replace(done().toString(), "jobs.tsv") + "\n");
    }

    @Test
    void theLastLineOfAJobCounts() throws IOException {
        Files.writeString(
                log,
                NAMES
                        + row(1, "failed", "1")
                        + row(2, "succeeded", "2")
                        + row(1, "succeeded", "1")
                        + row(2, "timed_out", "2"));

        TestShell shell = square("--resume", log.toString());

        assertThat(shell.lines().getFirst()).isEqualTo("Results: [4, 9]");
        assertThat(outcomes()).as("only --joblog writes").hasSize(4);
    }

    @Test
    void anotherLogBeginsWithWhatTheResumedOneSays() throws IOException {
        Files.writeString(log, NAMES + row(3, "succeeded", "3"));
        Path other = folder.resolve("other.tsv");

        square("--resume", log.toString(), "--joblog", other.toString());
        assertThat(outcomes(other)).containsExactly("3 succeeded", "1 succeeded", "2 succeeded");
        square("--resume", other.toString(), "--joblog", log.toString());

        assertThat(outcomes()).as("nothing was left to run").isEqualTo(outcomes(other));
    }

    @Test
    void aHalfLineOfARunThatWasKilledSaysNothing() throws IOException {
        Files.writeString(
                log,
                NAMES + row(1, "succeeded", "1") + row(2, "succeeded", "2").replace("2\n", ""));

        TestShell shell = square("--joblog", log.toString(), "--resume", log.toString());

        assertThat(shell.lines().getFirst()).isEqualTo("Results: [4, 9]");
        assertThat(shell.err())
                .isEqualTo(
                        "kitchen run: the last line of %s is not whole and was ignored: the run that wrote it was killed%n"
                                .formatted(log));
        assertThat(outcomes()).containsExactly("1 succeeded", "2 succeeded", "3 succeeded");
    }

    @Test
    void aLogOfWhichOnlyAPartOfTheNamesIsThereIsANewOne() throws IOException {
        Files.writeString(log, "seq\tworker");

        TestShell shell = square("--joblog", log.toString(), "--resume", log.toString());

        assertThat(shell.lines().getFirst()).isEqualTo("Results: [1, 4, 9]");
        assertThat(outcomes()).hasSize(3);
    }

    @Test
    void jsonSaysWhichJobsRan() throws IOException {
        Files.writeString(log, NAMES + row(1, "succeeded", "1"));
        TestShell shell = TestShell.piped();

        shell.run("run", "fail", "1", "2", "--json", "--resume", failing().toString());
        JsonNode json = JsonMapper.shared().readTree(shell.out());
        TestShell nothing = square("--json", "--resume", done().toString());
        JsonNode none = JsonMapper.shared().readTree(nothing.out());

        TestShell both = square("--json", "--joblog", log.toString(), "--resume", log.toString());
        JsonNode all = JsonMapper.shared().readTree(both.out());

        assertThat(json.path("jobs").asInt()).isEqualTo(1);
        assertThat(json.path("skipped").asInt()).isEqualTo(1);
        assertThat(json.path("seqs").path(0).asInt()).isEqualTo(2);
        assertThat(json.path("failures").path(0).path("seq").asInt()).isEqualTo(2);
        assertThat(none.path("skipped").asInt()).isEqualTo(3);
        assertThat(none.path("results")).isEmpty();
        assertThat(none.path("seqs").isArray()).isTrue();
        assertThat(all.path("seqs")).hasSize(2);
    }

    /// Else a job that runs now would draw what another drew that has succeeded.
    @Test
    void jobsThatRunAgainDrawWhatNoneDrewBefore() throws IOException {
        String[] line = {"run", "wait", "1us..900us", "--jobs", "4", "--joblog", log.toString()};
        TestShell first = TestShell.piped();
        first.run(line);
        Files.writeString(log, Files.readString(log).replace("4\tlocal", "4\telsewhere"));
        String failed =
                Files.readAllLines(log).stream()
                        .filter(row -> row.startsWith("4\t"))
                        .findFirst()
                        .orElseThrow()
                        .replace("succeeded", "failed");
        Files.writeString(log, Files.readString(log) + failed + "\n");
        List<String> resumed = new ArrayList<>(List.of(line));
        resumed.addAll(List.of("--resume", log.toString()));
        TestShell second = TestShell.piped();

        second.run(resumed.toArray(new String[0]));

        String drawn = second.lines().getFirst().replaceAll("Results: \\[(.*)]", "$1");
        assertThat(drawn).endsWith("us\"");
        assertThat(first.lines().getFirst()).doesNotContain(drawn);
    }

    @Test
    void aMissingLogIsOneToBeginWhenItIsWrittenToo() {
        TestShell begun = square("--joblog", log.toString(), "--resume", log.toString());
        TestShell refused = TestShell.piped();
        Path none = folder.resolve("none.tsv");

        int exit =
                refused.run(
                        "run",
                        "compute_square",
                        "1",
                        "--joblog",
                        log.toString(),
                        "--resume",
                        none.toString());

        assertThat(begun.lines().getFirst()).isEqualTo("Results: [1, 4, 9]");
        assertThat(exit).isEqualTo(2);
        assertThat(refused.err())
                .isEqualTo(
                        "kitchen run: --resume must name the job log of an earlier run, %s is not there; only a file that --joblog names too may be missing%n"
                                .formatted(none));
    }

    @Test
    void aLogOfOtherJobsIsRefusedInOneLine() throws IOException {
        assertRefused(
                NAMES + row(1, "succeeded", "1") + row(2, "failed", "5"),
                "--resume: the jobs must be those of the log, line 3 of %s is of another: job 2 is compute_square(5) there, compute_square(2) here; give the same RECIPE and ARGs as the run that wrote it");
        assertRefused(
                NAMES + row(4, "succeeded", "1"),
                "line 2 of %s is of another: it is of job 4, there are 3 here");
        assertRefused(
                NAMES + row(1, "succeeded", "1").replace("compute_square", "wait"),
                "line 2 of %s is of another: job 1 is wait(1) there, compute_square(1) here");
        assertRefused(
                NAMES + row(1, "well", "1"),
                "--resume: line 2 of %s must be that of a job, as --joblog of kitchen run writes it, was \"1");
        assertRefused(NAMES + "\n", "line 2 of %s must be that of a job");
        assertRefused(
                NAMES.replace("\n", "\tpool\tround\n"),
                "--resume: a job log must be one that --joblog of kitchen run wrote, %s begins otherwise");
        assertRefused("one, two", "%s begins otherwise");
    }

    @Test
    void aPictureNeedsAllTiles() {
        TestShell shell = TestShell.piped();

        int exit =
                shell.run(
                        "run",
                        "render_tile",
                        "--picture",
                        folder.resolve("p.png").toString(),
                        "--resume",
                        log.toString());

        assertThat(exit).isEqualTo(2);
        assertThat(shell.err())
                .startsWith(
                        "kitchen run: --picture needs the results of all jobs, --resume runs those that are left");
    }

    private void assertRefused(String content, String sentence) throws IOException {
        Files.writeString(log, content);
        TestShell shell = TestShell.piped();

        int exit =
                shell.run(
                        "run",
                        "compute_square",
                        "1",
                        "2",
                        "3",
                        "--joblog",
                        log.toString(),
                        "--resume",
                        log.toString());

        assertThat(exit).isEqualTo(2);
        assertThat(shell.err()).contains(sentence.formatted(log)).hasLineCount(1);
        assertThat(log).as("as it was").hasContent(content);
    }

    private Path failing() throws IOException {
        Path file = folder.resolve("failing.tsv");
        Files.writeString(file, NAMES + row(1, "succeeded", "1").replace("compute_square", "fail"));
        return file;
    }

    private Path done() throws IOException {
        Path file = folder.resolve("done.tsv");
        Files.writeString(
                file,
                NAMES
                        + row(1, "succeeded", "1")
                        + row(2, "succeeded", "2")
                        + row(3, "succeeded", "3"));
        return file;
    }

    private static String row(int seq, String outcome, String argument) {
        return "%d\tlocal\there\t1\t1\t1.0\t0.5\t%s\tcompute_square\t%s\n"
                .formatted(seq, outcome, argument);
    }

    private static TestShell square(String... options) {
        TestShell shell = TestShell.piped();
        List<String> line =
                new ArrayList<>(List.of("run", "compute_square", "1", "2", "3", "--work", "none"));
        line.addAll(List.of(options));
        assertThat(shell.run(line.toArray(new String[0]))).as(shell.err()).isZero();
        return shell;
    }

    private List<String> outcomes() throws IOException {
        return outcomes(log);
    }

    /// The position and outcome of each line.
    private static List<String> outcomes(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .map(fields -> fields[0] + " " + fields[7])
                .toList();
    }
}
