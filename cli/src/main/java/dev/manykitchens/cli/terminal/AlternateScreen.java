package dev.manykitchens.cli.terminal;

import java.io.PrintStream;
import java.util.List;

/// A screen of a terminal that is drawn again and again, and gone when it is closed: what stood
/// there before comes back.
public final class AlternateScreen implements AutoCloseable {

    private static final String ENTER = "\u001b[?1049h\u001b[?25l";
    private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String TO_END_OF_LINE = "\u001b[K";
    private static final String TO_END_OF_SCREEN = "\u001b[J";

    private final PrintStream out;

    /// Opens it.
    ///
    /// @param out a terminal
    public AlternateScreen(PrintStream out) {
        this.out = out;
        out.print(ENTER);
        out.flush();
    }

    /// Draws lines from the top, over what was there: without wiping first, which would flicker.
    public void draw(List<String> lines) {
        StringBuilder frame = new StringBuilder(HOME);
        for (int i = 0; i < lines.size(); i++) {
            // No line break after the last one: on a full screen it would scroll.
            frame.append(lines.get(i))
                    .append(TO_END_OF_LINE)
                    .append(i < lines.size() - 1 ? "\r\n" : "");
        }
        out.print(frame.append(TO_END_OF_SCREEN));
        out.flush();
    }

    @Override
    public void close() {
        out.print(LEAVE);
        out.flush();
    }
}
