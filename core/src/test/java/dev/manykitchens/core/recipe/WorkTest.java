package dev.manykitchens.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.manykitchens.core.cookbook.GradePaper;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.Row;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;

class WorkTest {

    private static final Row PAPER = Columns.of(Column.ofLongs(1)).row(0);

    @ParameterizedTest
    @ValueSource(strings = {"own", "none", "wait:2s", "wait:1s..3s", "cpu:50ms", "cpu:1.5ms..2s"})
    void whatIsWrittenIsReadBack(String text) {
        assertThat(Work.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2s", "wait", "cpu", "io:2s", "none:2s"})
    void anythingElseIsRefusedWithWhatIsAccepted(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Work.parse(text))
                .withMessageStartingWith(
                        "work must be own, none, wait:DURATION or cpu:DURATION (a duration is 50ms or 1s..3s), was \""
                                + text
                                + "\"");
    }

    @ParameterizedTest
    @CsvSource({"wiat:2s, wait", "cpus:2s, cpu", "waiting:2s, ", "wait, wait"})
    void theNearestKindIsNamed(String text, String nearest) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Work.parse(text))
                .satisfies(e ->
                        assertThat(e.getMessage())
                                .endsWith(
                                        nearest == null
                                                ? "was \"" + text + "\""
                                                : "did you mean " + nearest + ":DURATION?"));
    }

    @Test
    void aMistakeInTheDurationShowsTheWork() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Work.parse("cpu:50"))
                .withMessageEndingWith("was \"50\" (in the work \"cpu:50\")");
    }

    @Test
    void workReplacesTheStepsOfARecipe() {
        GradePaper recipe = new GradePaper();
        JobRandom random = JobRandom.of(1, 0);

        assertThat(Work.own().stepsOf(recipe, PAPER, random)).hasSize(3);
        assertThat(Work.none().stepsOf(recipe, PAPER, random)).isEmpty();
        assertThat(Work.parse("wait:2s").stepsOf(recipe, PAPER, random))
                .containsExactly(Step.waitFor(Duration.ofSeconds(2)));
        assertThat(Work.parse("cpu:5ms").stepsOf(recipe, PAPER, random))
                .containsExactly(Step.compute(Duration.ofMillis(5)));
    }

    @Test
    void randomWorkStaysWithinItsRangeAndIsTheSameForTheSameJob() {
        Work work = Work.parse("wait:1s..3s");
        for (int job = 0; job < 1_000; job++) {
            List<Step> steps = work.stepsOf(new GradePaper(), PAPER, JobRandom.of(7, job));

            assertThat(steps)
                    .isEqualTo(work.stepsOf(new GradePaper(), PAPER, JobRandom.of(7, job)));
            assertThat(((Step.Wait) steps.getFirst()).duration())
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
        }
    }

    @Test
    void scalingReachesEveryWaitAndAmountButNotRealCode() {
        Computation.Code code = (_, _) -> {};
        List<Step> steps =
                List.of(
                        Step.waitFor(Duration.ofSeconds(1)),
                        Step.compute(Duration.ofMillis(10)),
                        new Step.Offload(new Computation.Amount(Duration.ofMillis(20))),
                        new Step.Compute(code),
                        new Step.Use("machine", List.of(Step.waitFor(Duration.ofNanos(3)))));

        assertThat(steps.stream().map(step -> step.scaledBy(0.5)))
                .containsExactly(
                        Step.waitFor(Duration.ofMillis(500)),
                        Step.compute(Duration.ofMillis(5)),
                        new Step.Offload(new Computation.Amount(Duration.ofMillis(10))),
                        new Step.Compute(code),
                        new Step.Use("machine", List.of(Step.waitFor(Duration.ofNanos(2)))));
    }

    @Test
    void nothingWaitsOrComputesForLessThanNoTime() {
        Duration negative = Duration.ofNanos(-1);

        assertThatIllegalArgumentException().isThrownBy(() -> Step.waitFor(negative));
        assertThatIllegalArgumentException().isThrownBy(() -> Step.compute(negative));
    }
}
