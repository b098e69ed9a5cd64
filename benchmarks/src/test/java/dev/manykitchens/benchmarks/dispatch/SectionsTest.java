package dev.manykitchens.benchmarks.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;

/// Small measurements whose results are checked and whose times are nobody's concern.
@Order(1)
class SectionsTest {

    private static final int WIDE = 200;

    /// A few thousand jobs.
    private static final Effort SMOKE = new Effort(1, 0, 2_500, Duration.ofMillis(100));

    @Tag("jvm")
    @ParameterizedTest
    @ValueSource(strings = {"map", "submit", "latency"})
    void whatIsMeasuredStandsInTheTable(String name) throws Exception {
        Findings findings = new Findings(name);

        Sections.named(List.of(name)).getFirst().measure(SMOKE, findings);

        assertThat(findings.all()).isNotEmpty();
        assertThat(findings.all())
                .allSatisfy(finding -> assertThat(finding.ratio().min()).isPositive());
        String table = FindingsTable.of(findings.all(), WIDE);
        assertThat(table).contains("section", "yardstick", "bound");
        assertThat(findings.all())
                .allSatisfy(finding ->
                        assertThat(table)
                                .contains(finding.what(), finding.ours(), finding.yardstick()));
    }

    @Test
    void aNameThatIsNoSectionIsRefusedWithThoseThatAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sections.named(List.of("map", "mop")))
                .withMessage(
                        "a section must be one of map, submit, latency, tail, scale, start, memory, in-jvm, events, journal, was mop");
    }

    @Test
    void withoutNamesEverythingIsMeasured() {
        assertThat(Sections.named(List.of())).isEqualTo(Sections.all());
    }

    @Test
    void aLateJoinerOfTheSimulationGetsWork() {
        Findings findings = new Findings("tail");

        LateJoiner.measure(findings);

        assertThat(findings.all())
                .singleElement()
                .satisfies(found -> assertThat(found.holds()).isTrue());
    }
}
