package dev.manykitchens.coordinator.spawn;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// The last lines that a process printed. Thread-safe.
public final class LastWords {

    private static final int MOST_LINES = 20;
    private static final int LONGEST_LINE = 500;

    private final Consumer<String> passOn;
    private final Deque<String> lines = new ArrayDeque<>();
    private final StringBuilder line = new StringBuilder();

    /// @param passOn takes every line, cut when it is very long
    public LastWords(Consumer<String> passOn) {
        this.passOn = passOn;
    }

    /// Takes in what was printed next.
    public synchronized void append(char[] text, int length) {
        for (int i = 0; i < length; i++) {
            char character = text[i];
            if (character == '\n') {
                endLine();
            } else if (character != '\r' && line.length() < LONGEST_LINE) {
                line.append(character);
            }
        }
    }

    /// Nothing more was printed.
    public synchronized void end() {
        if (!line.isEmpty()) {
            endLine();
        }
    }

    /// The lines, joined into one; empty when nothing was printed.
    public synchronized String text() {
        return String.join(" | ", lines);
    }

    private void endLine() {
        String text = line.toString();
        line.setLength(0);
        if (text.isBlank()) {
            return;
        }
        if (lines.size() == MOST_LINES) {
            lines.removeFirst();
        }
        lines.addLast(text.strip());
        passOn.accept(text);
    }
}
