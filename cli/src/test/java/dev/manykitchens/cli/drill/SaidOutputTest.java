package dev.manykitchens.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;

/// What is kept of what a command says.
final class SaidOutputTest {

    private static void say(SaidOutput output, String text) throws Exception {
        Files.writeString(output.file(), text, StandardOpenOption.APPEND);
    }

    @Test
    void theLastOfItIsKeptAndTheRestIsCounted() throws Exception {
        Path file;
        try (SaidOutput output = SaidOutput.open()) {
            file = output.file();
            assertThat(output.lastWords()).isEqualTo("; it said nothing");
            say(output, "first\n");
            assertThat(output.lastWords()).isEqualTo("; it said: first");

            for (int i = 0; i < 10; i++) {
                say(output, "y\n".repeat(SaidOutput.MOST_KEPT / 2) + "z\n");
                boolean _ = output.trim();
                assertThat(file).hasSize(0);
            }

            assertThat(output.lastWords())
                    .isEqualTo("; it said after 577 KiB that were not kept: z");
            say(output, "last\n");
            assertThat(output.lastWords())
                    .isEqualTo("; it said after 577 KiB that were not kept: last");
        }
        assertThat(file).doesNotExist();
    }

    @Test
    @Tag("jvm")
    void aCommandThatSaysMuchHasItsLastWordsAndNoMore() {
        assertThatThrownBy(() ->
                        ShellCommand.run(
                                "--cut",
                                "head -c 3000000 /dev/zero | tr '\\0' 'y'; echo; echo that was all; exit 3",
                                Map.of(),
                                Duration.ofSeconds(60),
                                _ -> {}))
                .hasMessageStartingWith("--cut must end with exit code 0, ended with 3: head")
                .hasMessageEndingWith(": that was all");
    }
}
