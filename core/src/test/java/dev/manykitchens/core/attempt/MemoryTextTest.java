package dev.manykitchens.core.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Java heap space | the heap of its JVM, at most",
                "GC overhead limit exceeded | the heap of its JVM, at most",
                "unable to create native thread: possibly out of memory | gives the process no more threads",
                "Metaspace | no more room for classes",
                "Requested array size exceeds VM limit | an array can not be so long",
                "Cannot reserve 16777216 bytes of direct buffer memory | memory for messages, at most",
                "failed to allocate 4194304 byte(s) of direct memory | memory for messages, at most"
            })
    void saysWhatRanOutAndWhatToDo(String message, String meaning) {
        assertThat(FailureText.of(new OutOfMemoryError(message)))
                .startsWith("OutOfMemoryError: " + message + ": ")
                .contains(meaning)
                .doesNotContain("%");
    }

    @Test
    void aWantOfMemoryIsFoundAmongCausesThatMayBeARing() {
        OutOfMemoryError memory = new OutOfMemoryError();
        IllegalStateException ring = new IllegalStateException();
        ring.initCause(new IllegalStateException(ring));

        assertThat(MemoryText.among(new IllegalStateException(new RuntimeException(memory))))
                .isSameAs(memory);
        assertThat(MemoryText.among(ring)).isNull();
    }
}
