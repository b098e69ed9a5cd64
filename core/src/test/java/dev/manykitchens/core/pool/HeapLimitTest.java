package dev.manykitchens.core.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeapLimitTest {

    @ParameterizedTest
    @CsvSource({"512m, 512, 512m", "2g, 2048, 2g", "2048M, 2048, 2g", "' 1G ', 1024, 1g"})
    void isReadAndWrittenAsAWholeNumberWithAUnit(String text, long megabytes, String written) {
        HeapLimit limit = HeapLimit.parse(text);

        assertThat(limit.megabytes()).isEqualTo(megabytes);
        assertThat(limit).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "512", "m", "1.5g", "-1g", "512k", "512mb", "9999999999m"})
    void whatIsNoSizeIsRefusedWithAnExample(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeapLimit.parse(text))
                .withMessage(
                        "a size of memory must be a whole number with m or g, such as 512m or 2g, was \"%s\"",
                        text);
    }

    @Test
    void tooLittleAndTooMuchAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeapLimit.parse("31m"))
                .withMessage("the memory of a worker must be from 32m to 1024g, was 31m");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeapLimit.parse("1025g"))
                .withMessage("the memory of a worker must be from 32m to 1024g, was 1025g");
    }
}
