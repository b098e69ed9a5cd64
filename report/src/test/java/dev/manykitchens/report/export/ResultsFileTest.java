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

    private static ResultsFile file(List<Outcome> outcomes) {
        return ResultsFile.of(
                "echo",
                "processes:2",
                outcomes,
                Samples.round(2, 0, 312, 1),
                Duration.ofMillis(250),
                false);
    }

    private static Outcome good(Value value) {
        return new Outcome.Succeeded(value);
    }
}
