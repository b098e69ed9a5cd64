package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.manykitchens.report.run.AdviceEntry;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.run.ScalingEntry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Objects;
import java.util.stream.Stream;

/// What a comparison answers beyond its table, asked for as a user does. Jobs wait, so that how the
/// pools compare does not depend on the machine.
@Isolated("measures pools")
class QuestionOptionsTest {

    @Test
    void aPoolThatIsNotTheBestFailsTheGateWithItsReason() {
        TestShell shell = TestShell.piped();

        int exit = compare(shell, "--fail-unless-best", "sequential");

        assertThat(exit).isEqualTo(1);
        assertThat(shell.err())
                .matches(
                        "`sequential` is not among the best: `threads:4` ran [0-9.]+ times faster \\([0-9.]+ to [0-9.]+\\), which is more than --within 5%\n");
        assertThat(shell.out()).contains("Take `threads:4`");
    }

    @Test
    void aPoolThatIsTheBestPasses() {
        TestShell shell = TestShell.piped();

        assertThat(compare(shell, "--fail-unless-best", "threads:4")).as(shell.err()).isZero();
        assertThat(shell.err()).isEmpty();
        assertThat(compare(shell, "--fail-unless-best", "sequential", "--within", "900%")).isZero();
    }

    @Test
    void aGoalThatNobodyKeepsIsAnAnswerAndNoFailure() {
        TestShell shell = TestShell.piped();

        assertThat(compare(shell, "--goal", "p50<1ms", "--json")).as(shell.err()).isZero();

        AdviceEntry advice =
                Objects.requireNonNull(RunFile.parse(shell.out(), "standard output").advice());
        assertThat(advice.goalMet()).isFalse();
        assertThat(advice.sentence()).startsWith("No pool keeps p50<1ms; ");
    }

    @Test
    void sizesThatWereNotMeasuredArePredictedAndFarOnesMarked() {
        TestShell shell = TestShell.piped();

        assertThat(compare(shell, "--predict", "8,64", "-p", "threads:2", "--json"))
                .as(shell.err())
                .isZero();

        ScalingEntry threads = RunFile.parse(shell.out(), "standard output").scaling().getFirst();
        assertThat(threads.family()).isEqualTo("threads");
        assertThat(threads.predictions())
                .extracting(ScalingEntry.Prediction::size, ScalingEntry.Prediction::extrapolated)
                .containsExactly(tuple(8, false), tuple(64, true));
        assertThat(threads.predictions().getFirst().jobsPerSecond().value()).isPositive();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--fail-unless-best; threads:3; --fail-unless-best must name one of the pools compared, was threads:3; add -p threads:3",
                "--fail-unless-best; thread:4; did you mean threads",
                "--within; much; --within must be a percentage from 0% upwards, such as 5%, was \"much\"",
                "--within; 99999; what a pool may be slower must be from 0 % to 10,000 %, was 99999",
                "--within; -1; --within must be a percentage from 0% upwards",
                "--predict; 8; --predict needs two sizes or more of one kind of pool",
                "--goal; p98<1s; did you mean p90?",
                "--goal; soon; a goal must be one of p50, p90, p99, mean, max below a duration",
                "--predict; 0; a size to predict must be from 1 to 1,000,000, was 0",
                "--predict; many; one of \"many\" was \"many\"",
                "--predict; 8,,16; --predict must be sizes from 1 to 1,000,000 with a comma between them, such as 8,16,64, or pools, such as processes:8x4, one of \"8,,16\" was \"\"",
            })
    void whatCannotBeAskedIsToldInOneLine(String option, String value, String message) {
        TestShell shell = TestShell.piped();

        assertThat(compare(shell, option, value)).isEqualTo(2);

        assertThat(shell.err().lines().findFirst().orElseThrow()).contains(message);
        assertThat(shell.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--no-break-even", "--rate=10/s"})
    void aRecipeThatWouldEndThisJvmIsRefusedBeforeAnythingIsPrinted(String option) {
        TestShell shell = TestShell.piped();

        assertThat(shell.run("compare", "crash", option, "-p", "processes:1", "-p", "threads:1"))
                .isEqualTo(2);

        assertThat(shell.out()).isEmpty();
        assertThat(shell.err())
                .startsWith("kitchen compare: crash ends the JVM it runs in")
                .contains("was to run on threads:1");
    }

    @Test
    void tooManyPoolsAreRefusedBeforeAnythingIsPrinted() {
        TestShell shell = TestShell.piped();

        assertThat(compare(shell, "-p", "threads:1..101")).isEqualTo(2);

        assertThat(shell.out()).isEmpty();
        assertThat(shell.err()).contains("a comparison's pools must be from 1 to 100, were 103");
    }

    private static int compare(TestShell shell, String... options) {
        return shell.run(
                Stream.concat(
                                Stream.of(
                                        "compare",
                                        "wait",
                                        "--jobs",
                                        "8",
                                        "--work",
                                        "wait:10ms",
                                        "--rounds",
                                        "4",
                                        "--warmup",
                                        "1",
                                        "--no-break-even",
                                        "-p",
                                        "sequential",
                                        "-p",
                                        "threads:4"),
                                Stream.of(options))
                        .toArray(String[]::new));
    }
}
