package dev.manykitchens.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParagraphTest {

    private static final String SENTENCE =
            "`threads:4`: 4 threads can compute at once on 2 cores; beyond 2 they gain only from waits";

    @Test
    void aSentenceIsBrokenBetweenWords() {
        assertThat(Paragraph.of(SENTENCE, 40).lines())
                .containsExactly(
                        "`threads:4`: 4 threads can compute at",
                        "once on 2 cores; beyond 2 they gain only",
                        "from waits");
    }

    @Test
    void theFurtherLinesOfAnItemAreIndentedMore() {
        assertThat(Paragraph.item(SENTENCE, 40).lines())
                .containsExactly(
                        "  `threads:4`: 4 threads can compute",
                        "    at once on 2 cores; beyond 2 they",
                        "    gain only from waits");
    }

    @Test
    void withoutATerminalThereIsOneLine() {
        assertThat(Paragraph.item(SENTENCE, Integer.MAX_VALUE)).isEqualTo("  " + SENTENCE);
    }

    @Test
    void aWordIsNeverCut() {
        assertThat(Paragraph.of("a `processes:12x1000+stoves=10` b", 1).lines())
                .containsExactly("a", "`processes:12x1000+stoves=10`", "b");
    }

    @Test
    void severalLinesBecomeOne() {
        assertThat(OneLine.of("\u001b[31mred\u0007 \u202eturned \ud83c\udf75 é"))
                .isEqualTo("\\u001b[31mred\\u0007 \\u202eturned \ud83c\udf75 é");
        assertThat(OneLine.of("x".repeat(30), 10)).isEqualTo("xxxxxxxxx…");
        assertThat(OneLine.of(" it broke\r\n\n   here \u2028 and there\n"))
                .isEqualTo("it broke here and there");
    }
}
