package dev.manykitchens.report.text;

import org.apache.commons.text.WordUtils;

/// Sentences in lines that fit a terminal. A word is never cut, so one that is longer than a line
/// stands out.
public final class Paragraph {

    private static final String INDENT = "  ";

    /// Narrower lines would hold hardly more than a word.
    private static final int NARROWEST = 16;

    private Paragraph() {}

    /// A sentence that begins at the left edge, and so do its further lines.
    ///
    /// @param width the most characters of a line, at least 1
    public static String of(String sentence, int width) {
        return wrapped(sentence, "", width);
    }

    /// An item of a list: its first line is indented by two characters, the further ones by four.
    ///
    /// @param width the most characters of a further line, indent included, at least 1; the first
    ///   one has two less
    public static String item(String sentence, int width) {
        return INDENT + wrapped(sentence, INDENT + INDENT, width);
    }

    private static String wrapped(String sentence, String indent, int width) {
        return WordUtils.wrap(
                sentence,
                Math.max(NARROWEST, width - indent.length()),
                System.lineSeparator() + indent,
                false);
    }
}
