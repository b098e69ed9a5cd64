package dev.manykitchens.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What is kept of an output, to be compared with what is made today; see `runs/README.md` for how
/// to renew it.
public final class Snapshots {

    private static final Path FOLDER = Path.of("src/test/resources/snapshots");
    private static final boolean REWRITE = "rewrite".equals(System.getProperty("snapshots"));

    private Snapshots() {}

    public static void assertSame(String name, String actual) {
        Path file = FOLDER.resolve(name);
        try {
            if (REWRITE) {
                Files.createDirectories(FOLDER);
                Files.writeString(file, actual);
            }
            assertThat(actual)
                    .as("%s; -Dsnapshots=rewrite renews it", file)
                    .isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
