package dev.manykitchens.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    2.0134,      2.01 s
                    8,           8.00 s
                    0.0513,      51.3 ms
                    0.9996,      1.00 s
                    0.000008421, 8.42 µs
                    4e-7,        400 ns
                    119.4,       119 s
                    125,         2 min 5 s
                    0,           0 s
                    -0.0021,     -2.10 ms
                    NaN,         –
                    """)
    void timesHaveThreeDigitsAndAUnitThatFits(double seconds, String text) {
        assertThat(Figures.time(seconds)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    2.0134,  0.0213,   2.01 ± 0.02 s
                    0.05134, 0.000412, 51.3 ± 0.4 ms
                    0.51344, 0.00412,  513 ± 4 ms
                    1.5,     NaN,      1.50 s
                    NaN,     NaN,      –
                    """)
    void aSpreadHasTheUnitAndTheDecimalsOfItsTime(double seconds, double spread, String text) {
        assertThat(Figures.time(seconds, spread)).isEqualTo(text);
    }

    @Test
    void ratesRatiosSharesSizesAndCounts() {
        assertThat(Figures.rate(4984.3)).isEqualTo("4,980/s");
        assertThat(Figures.rate(0.25)).isEqualTo("0.250/s");
        assertThat(Figures.rate(Double.NaN)).isEqualTo("–");
        assertThat(Figures.ratio(1.944)).isEqualTo("1.94");
        assertThat(Figures.ratio(63.14)).isEqualTo("63.1");
        assertThat(Figures.ratio(812.4)).isEqualTo("812");
        assertThat(Figures.percent(0.972)).isEqualTo("97 %");
        assertThat(Figures.bytes(999)).isEqualTo("999 B");
        assertThat(Figures.bytes(123_456_789)).isEqualTo("123 MB");
        assertThat(Figures.bytes(2_000_000_000L)).isEqualTo("2.00 GB");
        assertThat(Figures.count(10_000, "job")).isEqualTo("10,000 jobs");
        assertThat(Figures.count(1, "worker")).isEqualTo("1 worker");
    }

    @Test
    void whatHasNoLimitIsWrittenSo() {
        assertThat(Figures.rate(Double.POSITIVE_INFINITY)).isEqualTo("∞/s");
        assertThat(Figures.ratio(Double.POSITIVE_INFINITY)).isEqualTo("∞");
        assertThat(Figures.amount(Double.POSITIVE_INFINITY)).isEqualTo("∞");
    }
}
