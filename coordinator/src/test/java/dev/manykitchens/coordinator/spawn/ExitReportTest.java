package dev.manykitchens.coordinator.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class ExitReportTest {

    private final List<String> passedOn = new ArrayList<>();
    private final LastWords lastWords = new LastWords(passedOn::add);

    @Test
    void signalsAreNamed() {
        assertThat(new ExitReport(137, "").describe())
                .isEqualTo("was killed by SIGKILL (exit code 137)");
        assertThat(new ExitReport(139, "").describe()).contains("SIGSEGV");
        assertThat(new ExitReport(3, "").describe()).isEqualTo("ended with exit code 3");
        assertThat(new ExitReport(190, "").describe()).isEqualTo("ended with exit code 190");
    }

    @Test
    void whoeverASignalEndedWasKilled() {
        assertThat(new ExitReport(137, "").wasKilled()).isTrue();
        assertThat(new ExitReport(1, "").wasKilled()).isFalse();
        assertThat(new ExitReport(190, "").wasKilled()).isFalse();
    }

    @Test
    void lastWordsFollow() {
        print("out of milk\n");

        assertThat(new ExitReport(1, lastWords.text()).describe())
                .isEqualTo("ended with exit code 1, saying: out of milk");
    }

    @Test
    void onlyTheLastLinesAreKeptAndAllArePassedOn() {
        for (int line = 0; line < 100; line++) {
            print("line " + line + "\r\n");
        }

        assertThat(passedOn).hasSize(100);
        assertThat(lastWords.text().split(" \\| ")).hasSize(20).endsWith("line 99");
    }

    @Test
    void aLineWithoutAnEndTakesBoundedMemory() {
        for (int i = 0; i < 1_000; i++) {
            print("x".repeat(1_000));
        }
        lastWords.end();

        assertThat(lastWords.text()).hasSize(500);
    }

    @Test
    void emptyLinesSayNothing() {
        print("\n  \n\n");
        lastWords.end();

        assertThat(lastWords.text()).isEmpty();
    }

    private void print(String text) {
        lastWords.append(text.toCharArray(), text.length());
    }
}
