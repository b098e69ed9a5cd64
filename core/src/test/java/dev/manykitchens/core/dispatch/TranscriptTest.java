package dev.manykitchens.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Plays every transcript and compares; with `-Ddispatch.transcripts=rewrite` it writes what the
/// dispatcher says today, and the difference is what gets reviewed.
class TranscriptTest {

    private static final Path FOLDER = Path.of("src/test/resources/dispatch");
    private static final boolean REWRITE =
            "rewrite".equals(System.getProperty("dispatch.transcripts"));

    @TestFactory
    Stream<DynamicTest> everyTranscriptIsAnsweredAsWritten() throws IOException {
        return transcripts().stream()
                .map(file ->
                        DynamicTest.dynamicTest(file.getFileName().toString(), () -> play(file)));
    }

    @Test
    void thereAreTranscripts() throws IOException {
        assertThat(transcripts()).hasSizeGreaterThan(15);
    }

    private static void play(Path file) throws IOException {
        Transcript written = Transcript.read(file);

        Transcript played = written.played();

        if (REWRITE) {
            played.write(file);
        } else {
            assertThat(played.lines()).as(file.toString()).isEqualTo(written.lines());
        }
    }

    private static List<Path> transcripts() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(f -> f.toString().endsWith(".txt")).sorted().toList();
        }
    }
}
