package dev.manykitchens.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Value;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

class ResultTextTest {

    private static final Origin ORIGIN = new Origin("w1", "here", 7, 1);

    @Test
    void howAJobEndedCannotBeTakenForAText() {
        List<Outcome> outcomes =
                List.of(
                        good(Value.of(1)),
                        good(Value.of("failed")),
                        good(Value.of("a \"b\"\n\\")),
                        good(Value.NONE),
                        new Outcome.Failed("no", ORIGIN),
                        new Outcome.TimedOut(Duration.ofSeconds(1), ORIGIN),
                        Outcome.CANCELLED,
                        new Outcome.WorkerLost("gone", ORIGIN));

        assertThat(ResultText.of(outcomes))
                .isEqualTo(
                        "[1, \"failed\", \"a \\\"b\\\"\\n\\\\\", none, failed, timed out, cancelled, worker lost]");
    }

    @Test
    void aJobThatHasNotEndedIsADash() {
        List<Optional<Outcome>> outcomes =
                List.of(
                        Optional.of(good(Value.of(1))),
                        Optional.empty(),
                        Optional.of(Outcome.CANCELLED),
                        Optional.empty());

        assertThat(ResultText.soFar(outcomes, 10)).isEqualTo("[1, –, cancelled, –]");
        assertThat(ResultText.soFar(outcomes, 3)).isEqualTo("[1, –, … 1 more …, –]");
    }

    @Test
    void aLongListSaysHowManyItLeavesOut() {
        List<Outcome> outcomes =
                IntStream.range(0, 1_005).mapToObj(i -> good(Value.of((long) i))).toList();

        assertThat(ResultText.of(outcomes, 5)).isEqualTo("[0, 1, 2, … 1,000 more …, 1003, 1004]");
        assertThat(ResultText.of(outcomes.subList(0, 5), 5)).isEqualTo("[0, 1, 2, 3, 4]");
        assertThat(ResultText.of(List.of())).isEqualTo("[]");
    }

    private static Outcome good(Value value) {
        return new Outcome.Succeeded(value);
    }
}
