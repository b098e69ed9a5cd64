package dev.manykitchens.coordinator.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class ToolTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private Path said;

    @BeforeEach
    void name(@TempDir Path folder) {
        said = folder.resolve("said");
    }

    /// What it started may hold its output open for longer than anybody waits.
    @Test
    @Timeout(30)
    void oneThatDoesNotEndIsGivenUp() {
        assertThatThrownBy(() ->
                        Tool.run(
                                List.of("sh", "-c", "echo busy; exec sleep 120"),
                                said,
                                Duration.ofSeconds(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("sh must end within 1000 ms, did not");
    }

    @Test
    void oneThatFailsSaysWhy() {
        assertThatThrownBy(() ->
                        Tool.run(
                                List.of("sh", "-c", "echo so; echo it is >&2; exit 3"), said, LONG))
                .isInstanceOf(IOException.class)
                .hasMessage("sh must end with 0, ended with 3: so it is");
    }

    @Test
    void oneThatSucceedsIsNotSpokenOf() throws Exception {
        Tool.run(List.of("sh", "-c", "echo fine"), said, LONG);

        assertThat(said).hasContent("fine");
    }
}
