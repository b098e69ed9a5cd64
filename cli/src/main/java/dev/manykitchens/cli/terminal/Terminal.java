package dev.manykitchens.cli.terminal;

import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/// What the two output streams lead to.
///
/// @param outWidth columns of the terminal that standard output leads to; empty for pipes and files
/// @param errWidth columns of the terminal that standard error leads to; empty for pipes and files
/// @param colours whether standard output shows colours
public record Terminal(OptionalInt outWidth, OptionalInt errWidth, boolean colours) {

    /// No terminal anywhere.
    public static final Terminal NONE =
            new Terminal(OptionalInt.empty(), OptionalInt.empty(), false);

    /// What a terminal has that does not tell.
    private static final int USUAL_WIDTH = 80;

    private static final int NARROWEST = 20;

    /// Asks the system about the streams of this process. `COLUMNS` overrides the width, `NO_COLOR`
    /// and a terminal called `dumb` switch colours off.
    public static Terminal ofProcess() {
        return probe().map(
                        provider -> {
                            OptionalInt out = width(provider, SystemStream.Output);
                            OptionalInt err = width(provider, SystemStream.Error);
                            return new Terminal(out, err, out.isPresent() && coloursWanted());
                        })
                .orElse(NONE);
    }

    /// The width for tables on standard output: a pipe takes lines of any length.
    public int tableWidth() {
        return outWidth.orElse(Integer.MAX_VALUE);
    }

    /// The text in bold where colours are shown.
    public String bold(String text) {
        return colours ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    /// The text in a weaker shade where colours are shown.
    public String muted(String text) {
        return colours ? "\u001b[2m" + text + "\u001b[0m" : text;
    }

    /// The text in a colour, `0xRRGGBB`, where colours are shown.
    public String coloured(String text, int colour) {
        return colours
                ? "\u001b[38;2;%d;%d;%dm%s\u001b[0m"
                        .formatted(colour >> 16 & 0xFF, colour >> 8 & 0xFF, colour & 0xFF, text)
                : text;
    }

    private static Optional<TerminalProvider> probe() {
        try {
            return Optional.of(TerminalProvider.load("ffm"));
        } catch (IOException | LinkageError e) {
            // Not on this platform: then nothing is drawn and nothing coloured.
            return Optional.empty();
        }
    }

    private static OptionalInt width(TerminalProvider provider, SystemStream stream) {
        if (!provider.isSystemStream(stream)) {
            return OptionalInt.empty();
        }
        String columns = System.getenv("COLUMNS");
        int told =
                columns != null && columns.matches("[0-9]{1,5}")
                        ? Integer.parseInt(columns)
                        : provider.systemStreamWidth(stream);
        return OptionalInt.of(told <= 0 ? USUAL_WIDTH : Math.max(NARROWEST, told));
    }

    private static boolean coloursWanted() {
        String noColour = System.getenv("NO_COLOR");
        return (noColour == null || noColour.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
    }
}
