package dev.manykitchens.report.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.report.json.Json;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Optional;

class DrillTableTest {

    private static final DrilledFault KILL =
            new DrilledFault("kill kitchen-1", 4, 2_000, 0, 0, 4, 0, times(1.1, 1.12));
    private static final DrilledFault PAUSE =
            new DrilledFault(
                    "pause kitchen-2 for 7s", 4, 3_000, 1, 2, 4, 4, times(Double.NaN, 5.2));
    private static final DrilledFault KILL_LEADER =
            new DrilledFault(
                    "kill the leader b:7070",
                    8,
                    2_000,
                    0,
                    0,
                    8,
                    0,
                    new DrilledFault.Times(0.12, 1.3, 1.7, 1.81));

    private static DrilledFault.Times times(double recovery, double longest) {
        return new DrilledFault.Times(Double.NaN, Double.NaN, recovery, longest);
    }

    private static DrillScore score(DrilledFault... faults) {
        return new DrillScore(new DrillSetting.Own(3, 4, 5, 2), 340, List.of(faults));
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
    void oneThatEndedEarlySaysWhatIsMissing() {
        DrillScore early =
                new DrillScore(
                        new DrillSetting.Own(3, 4, 5, 2),
                        340,
                        List.of(KILL),
                        Optional.of("the coordinator at b:7070 must be there, is not"));

        assertThat(DrillTable.of(early, 160))
                .contains("Kept: every job has one right result.")
                .contains(
                        "The drill ended early, this is what was measured until then: the coordinator at b:7070 must be there, is not.");
        assertThat(Json.tree(DrillJson.of(early)).path("missing").asString())
                .isEqualTo("the coordinator at b:7070 must be there, is not");
        assertThat(Json.tree(DrillJson.of(score(KILL))).path("missing").isNull()).isTrue();
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

    @Test
    void aRowOfAGroupSaysAfterHowLongAnotherLeads() {
        String table = DrillTable.of(found("a:7070", "b:7070", "c:7070"), 160);

        assertThat(table)
                .contains("3 coordinators, 4 workers of 10 threads together; 2,000 jobs")
                .containsPattern("command \\| another leads \\| back to 90 % \\| longest batch")
                .containsPattern(
                        "kill the leader b:7070 .* 120 ms \\| +1.30 s \\| +1.70 s \\| +1.81 s");
    }

    @Test
    void noOtherCanLeadWhereACoordinatorIsAlone() {
        assertThat(DrillTable.of(found("a:7070"), 160))
                .contains("1 coordinator, ")
                .doesNotContain("another leads");
    }

    @Test
    void jsonOfAGroupNamesItsCoordinatorsAndKnowsNoLease() {
        JsonNode json = Json.tree(DrillJson.of(found("a:7070", "b:7070", "c:7070")));

        assertThat(json.get("coordinators").valueStream().map(JsonNode::asString))
                .containsExactly("a:7070", "b:7070", "c:7070");
        assertThat(json.get("slots").asInt()).isEqualTo(10);
        assertThat(json.get("threads").isNull()).isTrue();
        assertThat(json.get("lease_seconds").isNull()).isTrue();
        JsonNode fault = json.get("faults").get(0);
        assertThat(fault.get("another_leads_seconds").asDouble()).isEqualTo(1.3);
        assertThat(fault.get("command_seconds").asDouble()).isEqualTo(0.12);
    }

    private static DrillScore found(String... coordinators) {
        return new DrillScore(
                new DrillSetting.Found(List.of(coordinators), 4, 10), 340, List.of(KILL_LEADER));
    }
}
