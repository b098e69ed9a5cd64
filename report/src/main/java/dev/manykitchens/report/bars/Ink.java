package dev.manykitchens.report.bars;

/// What bars on a terminal are drawn with.
public interface Ink {

    /// Plain characters that every terminal and every font has.
    Ink PLAIN =
            new Ink() {
                @Override
                public String paint(String text, int colour) {
                    return text;
                }

                @Override
                public boolean isPlain() {
                    return true;
                }
            };

    /// The text in a colour.
    ///
    /// @param colour `0xRRGGBB`
    String paint(String text, int colour);

    /// Whether characters must do without colours, and then without blocks and eighths of them.
    default boolean isPlain() {
        return false;
    }
}
