package dev.manykitchens.report.text;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Makes text that comes from elsewhere (arguments, messages of recipes, files) safe to print: what
/// a terminal obeys instead of showing is written as an escape.
public final class Printable {

    /// Control characters, line and paragraph separators, and what turns the direction of writing.
    private static final Pattern OBEYED =
            Pattern.compile(
                    "[\\p{Cc}\\u2028\\u2029\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

    private Printable() {}

    /// The text, in which a line feed is `\n`, a tab `\t`, and any other such character its number,
    /// as in `\u001b`.
    public static String of(String text) {
        return OBEYED.matcher(text).replaceAll(Printable::escape);
    }

    /// The beginning of the text, and an ellipsis for what is left out.
    ///
    /// @param most characters in all
    public static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    /// A backslash stands twice, because the pattern's replacement takes one.
    private static String escape(MatchResult found) {
        char character = found.group().charAt(0);
        return switch (character) {
            case '\n' -> "\\\\n";
            case '\r' -> "\\\\r";
            case '\t' -> "\\\\t";
            default -> "\\\\u%04x".formatted((int) character);
        };
    }
}
