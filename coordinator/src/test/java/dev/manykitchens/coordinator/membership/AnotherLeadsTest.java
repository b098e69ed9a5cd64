package dev.manykitchens.coordinator.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.proto.link.Endpoints;

import org.junit.jupiter.api.Test;

final class AnotherLeadsTest {

    private static final Endpoints ASKED = Endpoints.parse("a:7070");

    @Test
    void whoAskedOneThatDoesNotLeadIsToldWhichOneDoes() {
        String said = AnotherLeads.at("b:7070");

        assertThat(AnotherLeads.isSaid(said)).isTrue();
        assertThat(AnotherLeads.orAbsent(ASKED, said))
                .isEqualTo(
                        "another leads: b:7070; the coordinator at a:7070 does not, --coordinator must name all of those that are one");
    }

    @Test
    void whoAskedTheOneThatLeadsTooHearsThatItDoesNotAnswer() {
        assertThat(
                        AnotherLeads.orAbsent(
                                Endpoints.parse("a:7070,b:7070"), AnotherLeads.at("b:7070")))
                .isEqualTo(
                        "the coordinator at b:7070 must answer, which leads as far as another of a:7070,b:7070 knows, does not; as soon as a majority of them is there another one leads");
    }

    @Test
    void whereNobodyAnswersOneMustBeThere() {
        assertThat(AnotherLeads.isSaid("no coordinator leads at this moment")).isFalse();
        assertThat(AnotherLeads.orAbsent(ASKED, "connection refused"))
                .isEqualTo("the coordinator at a:7070 must be there, connection refused");
    }
}
