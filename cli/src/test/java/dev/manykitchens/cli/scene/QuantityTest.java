package dev.manykitchens.cli.scene;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "15.0064, 15.0 s",
        "9.996, 10.0 s",
        "2.0049, 2.00 s",
        "0.9996, 1.00 s",
        "0.4, 400 ms",
        "0.09996, 100 ms",
        "0.01, 10.0 ms",
        "0.0051, 5.1 ms",
        "0, 0.0 ms"
    })
    void secondsAreWrittenInTheUnitThatReadsBest(double seconds, String text) {
        assertThat(Quantity.SECONDS.text(seconds)).isEqualTo(text);
    }
}
