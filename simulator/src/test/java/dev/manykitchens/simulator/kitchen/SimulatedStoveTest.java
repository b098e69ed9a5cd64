package dev.manykitchens.simulator.kitchen;

import static dev.manykitchens.simulator.kitchen.Cooking.copies;
import static dev.manykitchens.simulator.kitchen.Cooking.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.fakes.TestRecipe;
import dev.manykitchens.core.recipe.Step;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;

class SimulatedStoveTest {

    private static final long MS = 1_000_000;

    /// 0–5 a, 5–10 b, 10–15 a, 15–20 b, 20–22 a, 22–24 b.
    @Test
    void twoThatComputeTakeTurnsOfOneSwitchInterval() {
        SimulatedRun run = run("threads:2+gil", 2, copies(2, "crunch", "12ms"));

        JobColumns jobs = run.times();
        assertThat(jobs.finished()).containsExactly(22 * MS, 24 * MS);
        assertThat(jobs.stoveNanos()).containsExactly(10 * MS, 12 * MS);
        assertThat(jobs.cpuNanos()).containsExactly(12 * MS, 12 * MS);
        assertThat(run.peaks()).isEqualTo(new SimulatedRun.Peaks(1, 1));
    }

    /// Each is done when its interval is over, so nothing is left to switch for; its result comes
    /// when the two others, who queued before, have computed too.
    @Test
    void whoIsDoneWhenTheIntervalIsOverDoesNotSwitch() {
        JobColumns jobs = run("threads:3+gil", 3, copies(3, "crunch", "5ms")).times();

        assertThat(jobs.finished()).containsOnly(15 * MS);
        assertThat(jobs.stoveNanos()).containsOnly(10 * MS);
        assertThat(jobs.cpuNanos()).containsOnly(5 * MS);
    }

    /// With turns of 5 ms the second is done before the third, and the result of the first comes
    /// last.
    @Test
    void withoutASwitchIntervalNobodyIsInterrupted() {
        JobColumns jobs = run("threads:3+stoves=1", 3, copies(3, "crunch", "12ms")).times();

        assertThat(jobs.finished()).containsOnly(36 * MS);
        assertThat(jobs.stoveNanos()).containsOnly(24 * MS);
        assertThat(run("threads:3+gil", 3, copies(3, "crunch", "12ms")).times().finished())
                .containsExactly(36 * MS, 34 * MS, 36 * MS);
    }

    @Test
    void twoStovesLetTwoComputeAndSwitchAmongThree() {
        SimulatedRun run = run("threads:3+stoves=2", 3, copies(3, "crunch", "30ms"));

        assertThat(run.elapsed()).isEqualTo(Duration.ofMillis(60));
        assertThat(run.peaks()).isEqualTo(new SimulatedRun.Peaks(2, 2));
    }

    /// Otherwise a job of many small computations would pay a switch of threads for each.
    @Test
    void whoAsksAgainAtOnceOvertakesForOneSwitchInterval() {
        Step[] steps = new Step[10];
        Arrays.fill(steps, Step.compute(Duration.ofMillis(1)));

        JobColumns jobs = run("threads:2+gil", 2, TestRecipe.ofSteps(steps).batch(2)).times();

        // 0–5 the first, 5–10 the second, 10–15 the first, whose result comes behind 15–20.
        assertThat(jobs.stoveNanos()).containsExactly(10 * MS, 10 * MS);
        assertThat(jobs.finished()).containsExactly(20 * MS, 20 * MS);
    }

    @Test
    void aStoveIsNeededForTheResultEvenIfItTakesNoTime() {
        JobColumns jobs =
                run("threads:2+gil", 2, copies(1, "crunch", "100ms"), copies(1, "wait", "2ms"))
                        .batches()
                        .getLast()
                        .times();

        assertThat(jobs.finished()[0]).isEqualTo(7 * MS);
        assertThat(jobs.stoveNanos()[0]).isEqualTo(5 * MS);
    }
}
