package dev.manykitchens.cli.terminal;

import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Optional;

/// The size of this process's terminal, which changes while somebody looks at it. `COLUMNS` and
/// `LINES` override it.
public final class ScreenSize implements AutoCloseable {

    /// What a terminal has that does not tell.
    private static final int USUAL_HEIGHT = 24;

    private final int usualWidth;
    private final @Nullable Terminal terminal;

    private ScreenSize(int usualWidth, @Nullable Terminal terminal) {
        this.usualWidth = usualWidth;
        this.terminal = terminal;
    }

    /// Finds the terminal.
    ///
    /// @param usualWidth what a terminal has that does not tell
    public static ScreenSize open(int usualWidth) {
        return new ScreenSize(usualWidth, terminal());
    }

    private static @Nullable Terminal terminal() {
        try {
            // Only asked for its size: it keeps its modes, nobody reads its keys, and signals are
            // heard elsewhere.
            return TerminalBuilder.builder()
                    .provider("ffm")
                    .system(true)
                    .dumb(false)
                    .nativeSignals(false)
                    .paused(true)
                    .build();
        } catch (IOException | IllegalStateException | LinkageError e) {
            return null;
        }
    }

    /// Its columns.
    public int width() {
        return told("COLUMNS").or(() -> size().map(Size::getColumns)).orElse(usualWidth);
    }

    /// Its lines.
    public int height() {
        return told("LINES").or(() -> size().map(Size::getRows)).orElse(USUAL_HEIGHT);
    }

    private Optional<Size> size() {
        return Optional.ofNullable(terminal)
                .map(Terminal::getSize)
                .filter(size -> size.getColumns() > 0 && size.getRows() > 0);
    }

    private static Optional<Integer> told(String variable) {
        String text = System.getenv(variable);
        return text != null && text.matches("[1-9][0-9]{0,4}")
                ? Optional.of(Integer.valueOf(text))
                : Optional.empty();
    }

    @Override
    public void close() {
        if (terminal != null) {
            try {
                terminal.close();
            } catch (IOException _) {
                // Only its size was wanted.
            }
        }
    }
}
