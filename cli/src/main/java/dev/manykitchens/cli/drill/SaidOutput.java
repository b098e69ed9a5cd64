package dev.manykitchens.cli.drill;

import dev.manykitchens.report.text.Figures;
import dev.manykitchens.report.text.OneLine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/// What a user's command says, in a file to which it appends: a pipe would end whatever it leaves
/// running once nobody reads any more. Only the last of it is kept, however much it says; the rest
/// is counted. Thread-safe.
final class SaidOutput implements AutoCloseable {

    /// So much is kept.
    static final int MOST_KEPT = 64 << 10;

    /// The file is looked at so often while something is being said, and otherwise.
    private static final Duration SOON = Duration.ofMillis(5);

    private static final Duration USUALLY = Duration.ofMillis(50);
    private static final int MOST_LETTERS = 200;
    private static final int TRIES = 5;

    private final Path file;
    private final Thread keeper;

    // Guarded by this monitor.

    /// What stood in the file before it was emptied, as far as it is kept.
    private byte[] before = new byte[0];

    private long dropped;
    private boolean closed;

    private SaidOutput(Path file) {
        this.file = file;
        this.keeper = Thread.ofVirtual().name("drill-output").unstarted(this::keep);
    }

    /// An empty file of its own.
    ///
    /// @throws IOException when there is no room for it
    static SaidOutput open() throws IOException {
        SaidOutput opened = new SaidOutput(Files.createTempFile("kitchen-drill", ".out"));
        opened.keeper.start();
        return opened;
    }

    /// Where what is said is to be appended.
    Path file() {
        return file;
    }

    private void keep() {
        try {
            while (true) {
                boolean trimmed;
                synchronized (this) {
                    if (closed) {
                        return;
                    }
                    trimmed = trim();
                }
                Thread.sleep(trimmed ? SOON : USUALLY);
            }
        } catch (InterruptedException _) {
            // It is closed.
        } catch (IOException _) {
            // Somebody has taken the file away: its last words will say so.
        }
    }

    /// Empties the file when there is too much in it, whoever goes on to write at its end.
    ///
    /// @return whether there was
    synchronized boolean trim() throws IOException {
        try (RandomAccessFile said = new RandomAccessFile(file.toFile(), "rw")) {
            long length = said.length();
            if (length <= MOST_KEPT) {
                return false;
            }
            byte[] last = new byte[MOST_KEPT];
            // Whoever writes does not wait: what came meanwhile would be lost. One that writes all
            // the time is not waited for.
            for (int tries = 0; tries == 0 || (tries < TRIES && said.length() != length); tries++) {
                length = said.length();
                said.seek(length - MOST_KEPT);
                said.readFully(last);
            }
            dropped += before.length + length - MOST_KEPT;
            before = last;
            said.setLength(0);
            return true;
        }
    }

    /// The last line that was said, and how much before it is not kept, to stand behind a sentence.
    synchronized String lastWords() {
        try {
            byte[] now = Files.readAllBytes(file);
            byte[] all = Arrays.copyOf(before, before.length + now.length);
            System.arraycopy(now, 0, all, before.length, now.length);
            String gone =
                    dropped == 0
                            ? ""
                            : " after %s KiB that were not kept"
                                    .formatted(Figures.count((dropped >> 10) + 1));
            return new String(all, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .reduce((_, last) -> last)
                    .map(line -> "; it said" + gone + ": " + OneLine.of(line, MOST_LETTERS))
                    .orElse("; it said nothing");
        } catch (IOException e) {
            return "; what it said is lost: " + e.getMessage();
        }
    }

    /// Deletes it. Whatever goes on to write there holds nobody up.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        keeper.interrupt();
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // A file of a few words stays behind.
        }
    }
}
