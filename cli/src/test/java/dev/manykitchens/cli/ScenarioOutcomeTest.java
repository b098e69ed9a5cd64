package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.cli.calibration.Runs;
import dev.manykitchens.core.advice.Goal;
import dev.manykitchens.report.dashboard.StageRow.PromiseRow;
import dev.manykitchens.report.run.RunFile;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class ScenarioOutcomeTest {

    private static final String WORDS = "it does not keep up: 100/s come and 25.0/s end";

    @Test
    void aPoolThatDoesNotKeepUpKeepsNoGoalAndSaysWhy() {
        ScenarioOutcome outcome = outcome("p99<1s", load("no", "{\"count\": 200, \"max\": 6}"));

        assertThat(outcome.words()).isEqualTo(WORDS + ", 3 failed");
        assertThat(outcome.rows())
                .containsExactly(
                        new PromiseRow(
                                "response p99",
                                "below 1s",
                                "not known",
                                false,
                                "it does not keep up"),
                        new PromiseRow("failed jobs", null, "3 of 200", null, ""));
    }

    @Test
    void aPoolThatKeepsUpIsHeldAgainstItsGoal() {
        ScenarioOutcome outcome =
                outcome(
                        "p99<1s",
                        load(
                                "yes",
                                "{\"count\": 200, \"mean\": 0.2, \"p50\": 0.1, \"p90\": 0.5, \"p99\": 2, \"max\": 6}"));

        assertThat(outcome.rows())
                .containsExactly(
                        new PromiseRow("response p50", null, "100 ms", null, ""),
                        new PromiseRow("response p99", "below 1s", "2.00 s", false, ""),
                        new PromiseRow("failed jobs", null, "3 of 200", null, ""));
    }

    @Test
    void aPoolWithoutAnyResponseSaysSoWhereItKeepsUp() {
        assertThat(outcome("p50<1s", load("unclear", "{\"count\": 0}")).rows().getFirst())
                .isEqualTo(
                        new PromiseRow(
                                "response p50",
                                "below 1s",
                                "not known",
                                false,
                                "no job has a response time"));
    }

    private static ScenarioOutcome outcome(String goal, String pool) {
        return new ScenarioOutcome(
                Optional.of(Goal.parse(goal)),
                RunFile.parse(Runs.ofScenario("\"rush\"", pool), "run"));
    }

    private static String load(String keepsUp, String response) {
        return """
        {"pool": "threads:1", "slots": 1, "rounds": 0, "warmup": {"rounds": 0, "cold_jobs": 0},
         "times": [], "speedup": {}, "startup": 0, "response": {"count": 0}, "split": {},
         "processes": [], "failed": 3, "retried": 0, "workers_lost": 0,
         "load": {"rate": 100, "duration": 2, "offered": 200, "completed": 50,
                  "completed_per_second": 25, "in_system_at_end": 150, "keeps_up": "%s",
                  "words": "%s", "response": %s, "service": {"count": 200}}}
        """
                .formatted(keepsUp, WORDS, response);
    }
}
