package dev.manykitchens.coordinator.spawn;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/// What is in a file, in short: enough to notice damage and other builds, not to withstand anyone
/// who wants to deceive.
final class Checksum {

    private Checksum() {}

    /// The CRC-32C of a file's bytes, in hexadecimal.
    static String of(Path file) throws IOException {
        try (CheckedInputStream content =
                new CheckedInputStream(Files.newInputStream(file), new CRC32C())) {
            content.transferTo(OutputStream.nullOutputStream());
            return Long.toHexString(content.getChecksum().getValue());
        }
    }
}
