package dev.manykitchens.report.progress;

import me.tongfei.progressbar.ProgressBarConsumer;

import java.io.PrintStream;

/// The last line of a terminal, redrawn in place and wiped at the end, so that nothing of it stays
/// among the results.
final class TerminalLine implements ProgressBarConsumer {

    private static final String WIPE = "\r\u001b[K";

    private final PrintStream terminal;
    private final int width;
    private boolean closed;

    TerminalLine(PrintStream terminal, int width) {
        this.terminal = terminal;
        this.width = width;
    }

    @Override
    public int getMaxRenderedLength() {
        // A line as wide as the terminal would move the cursor to the next one.
        return width - 1;
    }

    @Override
    public synchronized void accept(String line) {
        if (!closed) {
            terminal.print(WIPE + line);
            terminal.flush();
        }
    }

    @Override
    public void clear() {
        close();
    }

    /// Wipes the line; a drawing that was under way on another thread comes to nothing.
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            terminal.print(WIPE);
            terminal.flush();
        }
    }
}
