package dev.manykitchens.proto.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.StringReader;

class WorkerSettingsTest {

    private static final WorkerSettings SETTINGS =
            new WorkerSettings("127.0.0.1", 4711, "secret", "w1", 2, 1, 5_000_000, 42, 0.5);

    @Test
    void whatIsWrittenCanBeRead() throws Exception {
        assertThat(WorkerSettings.read(new StringReader(SETTINGS.toText()))).isEqualTo(SETTINGS);
    }

    @Test
    void theTokenDoesNotReachLogs() {
        assertThat(SETTINGS.toString()).contains("w1").doesNotContain("secret");
    }

    @Test
    void whatIsMissingOrMalformedIsNamed() {
        String text = SETTINGS.toText();

        assertThatThrownBy(() -> WorkerSettings.read(new StringReader("")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be told its host");
        assertThatThrownBy(() ->
                        WorkerSettings.read(new StringReader(text.replace("port=4711", "port=x"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("port must be a whole number, was \"x\"");
        assertThatThrownBy(() ->
                        WorkerSettings.read(
                                new StringReader(text.replace("threads=2", "threads=0"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1 thread");
    }
}
