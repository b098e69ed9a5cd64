package dev.manykitchens.report.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.report.json.Json;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.List;

class DrillTableTest {

    private static final DrilledFault KILL =
            new DrilledFault("kill kitchen-1", 4, 2_000, 0, 0, 4, 0, 1.1, 1.12);
    private static final DrilledFault PAUSE =
            new DrilledFault("pause kitchen-2 for 7s", 4, 3_000, 1, 2, 4, 4, Double.NaN, 5.2);

    private static DrillScore score(DrilledFault... faults) {
        return new DrillScore(3, 4, 5, 2, 340, List.of(faults));
    }

    @Test
    void aRowSaysWhatAFaultCost() {
        String table = DrillTable.of(score(KILL), 160);

        assertThat(table)
                .contains("3 workers of 4 threads, lease 5.00 s, suspect after 2.00 s")
                .contains("2,000 jobs handed in, 340/s in quiet times")
                .containsPattern(
                        "kill kitchen-1 \\| +4 \\| 2,000 \\| +0 \\| +0 \\| +4 \\| +0 \\| +1.10 s \\| +1.12 s")
                .contains("Kept: every job has one right result.");
    }

    @Test
    void whatWasLostOrCameTwiceIsTheVerdict() {
        String table = DrillTable.of(score(KILL, PAUSE), 160);

        assertThat(table)
                .contains("Not kept: 1 job lost, 2 results heard twice; both must be 0.")
                .doesNotContain("Kept:")
                .contains("–");
    }

    @Test
    void jsonHasTheSameAndNullForARecoveryNotSeen() {
        JsonNode json = Json.tree(DrillJson.of(score(KILL, PAUSE)));

        assertThat(json.get("schema").asString()).isEqualTo("manykitchens.drill/1");
        assertThat(json.get("kept").asBoolean()).isFalse();
        assertThat(json.get("faults").get(0).get("recovery_seconds").asDouble()).isEqualTo(1.1);
        assertThat(json.get("faults").get(1).get("recovery_seconds").isNull()).isTrue();
        assertThat(json.get("faults").get(1).get("run_again").asInt()).isEqualTo(4);
    }
}
