package dev.manykitchens.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.advice.Advice;
import dev.manykitchens.core.advice.Goal;
import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.cost.BreakEven;
import dev.manykitchens.core.scaling.Scaling;
import dev.manykitchens.report.Samples;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is said about a comparison beyond its table.
class ConclusionWordsTest {

    @Test
    void aBreakEvenIsASentence() {
        assertThat(BreakEvenWords.of("processes:2", new BreakEven.Above(0.00031, 0.0002, 0.0008)))
                .isEqualTo(
                        "`processes:2` pays off against one thread above 310 µs of CPU a job here (200 µs to 800 µs)");
        assertThat(BreakEvenWords.of("threads:2", new BreakEven.Always(1e-6)))
                .isEqualTo("`threads:2` pays off even for jobs of 1.00 µs of CPU");
        assertThat(BreakEvenWords.of("virtual", new BreakEven.Never(0.05)))
                .isEqualTo(
                        "`virtual` does not pay off here for jobs that only compute, tried up to 50.0 ms of CPU a job");
        assertThat(BreakEvenWords.of("async", new BreakEven.OneAtATime()))
                .isEqualTo(
                        "`async` cannot pay off for jobs that only compute: one computes at a time");
    }

    @Test
    void theLawItsLimitAndItsHonestyAreTold() {
        Scaling scaling =
                Scaling.of(
                        "threads",
                        List.of(point(1, 1.0, 0.001), point(2, 0.5, 0.001), point(4, 0.5, 0.05)),
                        1);

        List<String> words =
                ScalingWords.of(scaling, List.of(scaling.predict(8), scaling.predict(16)), 2);

        assertThat(words)
                .containsExactly(
                        "`threads` at 1, 2, 4: by Amdahl's law 33 % (33 % to 33 %) of the work goes one by one",
                        "`threads` ran out of cores: there are 2, and what grew most in a job is waiting for one",
                        "held out, threads:4 was predicted at 400/s and measured at 200/s: 100 % too high, so do not trust what the law says about sizes further out",
                        "`threads` with 8: 272/s (272/s to 272/s)",
                        "`threads` with 16: 302/s (302/s to 302/s), extrapolated: more than twice the largest size measured");
    }

    @Test
    void predictionsBeyondTheCoresSayWhatTheyAssume() {
        Scaling scaling =
                Scaling.of("processes", List.of(point(1, 1.0, 0.001), point(2, 0.51, 0.001)), 1);

        assertThat(ScalingWords.of(scaling, List.of(scaling.predict(4)), 2))
                .last()
                .asString()
                .contains("if there were a core for each as there was for the sizes measured")
                .doesNotContain("extrapolated");
        assertThat(ScalingWords.of(scaling, List.of(scaling.predict(4)), 8).getLast())
                .doesNotContain("if there were");
    }

    @Test
    void adviceGivesItsReasonAndItsPrice() {
        Advice advice = Advice.of(Samples.result(), 0.05, Optional.empty(), 2).orElseThrow();

        assertThat(AdviceWords.sentence(advice))
                .isEqualTo(
                        "Take `threads:2`: nothing that costs less is within 5 % of it. Its jobs compute for 99 % of their time: a worker for each core helps, more do not.");
        assertThat(AdviceWords.price(advice))
                .isEqualTo("2 threads, 123 MB with this JVM, starts in 5.00 ms");
        assertThat(
                        AdviceWords.sentence(
                                Advice.of(Samples.result(), 1.5, Optional.empty(), 2)
                                        .orElseThrow()))
                .startsWith(
                        "Take `sequential`: it takes 2.00 times as long as `threads:2`, the fastest, with no thread of its own instead of 2 threads.");
    }

    @Test
    void aGoalThatNobodyKeepsIsSaid() {
        Advice advice =
                Advice.of(Samples.result(), 0.05, Optional.of(Goal.parse("p99<1ms")), 2)
                        .orElseThrow();

        assertThat(AdviceWords.sentence(advice))
                .startsWith(
                        "No pool keeps p99<1ms; `threads:2` comes closest with 1.01 s. Its jobs");
    }

    @Test
    void theWarmUpAndItsColdRoundAreTold() {
        ComparisonResult result = Samples.result();

        assertThat(WarmUpWords.of(result))
                .hasValue(
                        "steady after 3 warm-up rounds; the first, cold one took 1.00 (`async`) to 2.50 (`threads:2`) times as long as a measured one");
    }

    @Test
    void whatThreadsCostIsSaidAsFarAsItIsKnown() {
        assertThat(ThreadCostWords.of(61_400L, 1_120L))
                .isEqualTo(
                        "a platform thread that waits adds 61.4 kB, a virtual thread that waits adds 1.12 kB to this JVM");
        assertThat(ThreadCostWords.of(null, 1_120L))
                .isEqualTo("a virtual thread that waits adds 1.12 kB to this JVM");
    }

    private static Scaling.Point point(int size, double seconds, double core) {
        return new Scaling.Point(
                "threads:" + size,
                size,
                100,
                new double[] {seconds, seconds, seconds},
                Map.of("core", core, "cpu", 0.05));
    }
}
