package dev.manykitchens.cli.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A small text file.
final class TextFile {

    /// The most bytes of a scenario.
    static final int MOST_BYTES = 1 << 20;

    private TextFile() {}

    /// All of it.
    ///
    /// @throws ScenarioMistakeException when it is too long, is no UTF-8, or cannot be read
    static String read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new ScenarioMistakeException(
                        "%s: a scenario must have at most %d bytes, has more; times that were measured go into a CSV file beside it"
                                .formatted(file, MOST_BYTES));
            }
            return decoded(file, bytes);
        } catch (NoSuchFileException e) {
            throw new ScenarioMistakeException(
                    "a scenario must be in a file, %s does not exist".formatted(file), e);
        } catch (IOException e) {
            throw new ScenarioMistakeException(
                    "%s must be readable, is not: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static String decoded(Path file, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            throw new ScenarioMistakeException(
                    "%s:%d: a scenario must be text in UTF-8, had the byte 0x%02X; save it as UTF-8"
                            .formatted(
                                    file,
                                    text.chars().filter(c -> c == '\n').count() + 1,
                                    bytes[in.position()]));
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
