package dev.manykitchens.report.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;

class RunIdTest {

    private static final Instant ENDED = Instant.parse("2026-03-14T09:08:07.123456Z");

    @ParameterizedTest
    @CsvSource({
        "coffee-shop, coffee-shop",
        "count_primes, count_primes",
        "'My Shop, at noon', my-shop-at-noon",
        "../../etc/passwd, etc-passwd",
        "'<script>', script",
        "日本, run",
        "'', run",
        "...., run"
    })
    void aNameIsTheTimeAndWhatIsSafeOfTheTitle(String title, String words) {
        assertThat(RunId.of(ENDED, title).fileName())
                .isEqualTo("20260314T090807.123Z-" + words + ".json");
    }

    @Test
    void aLongTitleIsCut() {
        assertThat(RunId.of(ENDED, "x".repeat(5_000)).text())
                .hasSize("20260314T090807.123Z-".length() + 60);
    }

    @Test
    void theTimeOfANameIsReadBack() {
        assertThat(RunId.timeIn(RunId.of(ENDED, "a").fileName()))
                .hasValue(Instant.parse("2026-03-14T09:08:07.123Z"));
        assertThat(RunId.timeIn("20269914T090807.123Z-a.json")).isEmpty();
        assertThat(RunId.timeIn("run.json")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ".", "..", "../a", "a/b", "a\\b", "a..b", ".a", "a.", "-a", "a b", "a%2e",
                "a\n", "ä"
            })
    void noNameLeadsOutOfTheFolder(String text) {
        assertThat(RunId.parse(text)).isEmpty();
        assertThatThrownBy(() -> new RunId(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyFilesOfJsonAreRuns() {
        assertThat(RunId.ofFile("run.json")).map(RunId::text).hasValue("run");
        assertThat(RunId.ofFile("run.txt")).isEmpty();
        assertThat(RunId.ofFile(".json")).isEmpty();
        assertThat(RunId.ofFile("a b.json")).isEmpty();
    }
}
