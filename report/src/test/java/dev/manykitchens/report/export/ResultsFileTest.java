package dev.manykitchens.report.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.report.Samples;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;

class ResultsFileTest {

    @Test
    void everyKindOfValueHasItsPlaceInJson() {
        List<Outcome> outcomes =
                List.of(
                        good(Value.of(-1)),
                        good(Value.of(BigInteger.TEN.pow(40))),
                        good(Value.of(0.5)),
                        good(Value.of(Double.NaN)),
                        good(Value.of("µ")),
                        good(Value.of(new byte[] {1, (byte) 0xFF})),
                        good(Value.NONE));

        JsonNode json = JsonMapper.shared().readTree(file(outcomes).toJson());

        assertThat(json.path("results").path(1).bigIntegerValue())
                .isEqualTo(BigInteger.TEN.pow(40));
        assertThat(json.path("results").path(2).asDouble()).isEqualTo(0.5);
        assertThat(json.path("results").path(3).asString()).isEqualTo("NaN");
        assertThat(json.path("results").path(4).asString()).isEqualTo("µ");
        assertThat(json.path("results").path(5).asString()).isEqualTo("01ff");
        assertThat(json.path("results").path(6).isNull()).isTrue();
        assertThat(json.path("failures")).isEmpty();
    }

    @Test
    void aJobWithoutAResultIsNullAndStandsAmongTheFailures() {
        List<Outcome> outcomes =
                List.of(
                        good(Value.of(1)),
                        new Outcome.WorkerLost("exit code 134", new Origin("w1", "here", 7, 3)));

        ResultsFile file = file(outcomes);

        assertThat(file.results()).containsExactly(1L, null);
        assertThat(file.succeeded()).isEqualTo(1);
        assertThat(file.failures())
                .containsExactly(
                        new ResultsFile.Failure(
                                2,
                                "worker_lost",
                                "worker lost: exit code 134 (worker w1, host here, PID 7, attempt 3)"));
        assertThat(file.retried()).isEqualTo(312);
        assertThat(file.workersLost()).isEqualTo(1);
        assertThat(file.startup()).isEqualTo(0.25);
    }

    @Test
    void aPictureStandsInPlaceOfItsPixels() {
        ResultsFile.Picture picture =
                new ResultsFile.Picture(
                        "p.png",
                        100,
                        70,
                        32,
                        12,
                        List.of(new ResultsFile.Slot("w1", 7L, 1, 12, "#e69f00")));

        ResultsFile file =
                ResultsFile.of(
                        "render_tile",
                        "sequential",
                        List.of(good(Value.of(new byte[] {1})), Outcome.CANCELLED),
                        Samples.round(2),
                        Duration.ZERO,
                        true,
                        picture);

        JsonNode json = JsonMapper.shared().readTree(file.toJson());
        assertThat(json.path("results").isNull()).isTrue();
        assertThat(json.path("picture").path("file").asString()).isEqualTo("p.png");
        assertThat(json.path("picture").path("slots").path(0).path("tint").asString())
                .isEqualTo("#e69f00");
        assertThat(json.path("succeeded").asInt()).isEqualTo(1);
        assertThat(json.path("failures").path(0).path("seq").asInt()).isEqualTo(2);
    }

    @Test
    void failuresOfAResumedRunHaveTheNumbersOfAllJobs() {
        ResultsFile file =
                file(List.of(good(Value.of(1)), Outcome.CANCELLED)).resumed(5, List.of(3, 7));

        assertThat(file.skipped()).isEqualTo(5);
        assertThat(file.seqs()).containsExactly(3, 7);
        assertThat(file.failures().getFirst().seq()).isEqualTo(7);
    }

    private static ResultsFile file(List<Outcome> outcomes) {
        return ResultsFile.of(
                "echo",
                "processes:2",
                outcomes,
                Samples.round(2, 0, 312, 1),
                Duration.ofMillis(250),
                false,
                null);
    }

    private static Outcome good(Value value) {
        return new Outcome.Succeeded(value);
    }
}
