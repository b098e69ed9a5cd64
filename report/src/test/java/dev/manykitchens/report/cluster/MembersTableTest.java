package dev.manykitchens.report.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

final class MembersTableTest {

    private static final List<MemberRow> THREE =
            List.of(
                    row("a", "follower", OptionalLong.of(12), Optional.of(Duration.ofMillis(40))),
                    row("b", "leader", OptionalLong.empty(), Optional.empty()),
                    row("c", "follower", OptionalLong.empty(), Optional.of(Duration.ofHours(1))));

    private static MemberRow row(
            String name, String role, OptionalLong behind, Optional<Duration> silent) {
        return new MemberRow(
                "m" + name,
                name + ":7070",
                name + ":7073",
                role,
                OptionalLong.of(90),
                behind,
                silent,
                "");
    }

    @Test
    void saysHowFarEachIsBehindTheOneThatLeads() {
        assertThat(MembersTable.of(THREE, 120).lines().map(String::strip))
                .containsSubsequence(
                        "id | address | replication | role     | applied |  behind |   silent | answers",
                        "ma | a:7070  | a:7073      | follower |      90 |      12 |    0.0 s | yes",
                        "mb | b:7070  | b:7073      | leader   |      90 |       - |        – | yes",
                        "mc | c:7070  | c:7073      | follower |      90 | unknown | 3600.0 s | yes");
    }

    @Test
    void inJsonWhatIsUnknownIsNull() {
        assertThat(MembersJson.of(THREE).members())
                .extracting(MembersJson.MemberEntry::behind)
                .containsExactly(12L, null, null);
    }
}
