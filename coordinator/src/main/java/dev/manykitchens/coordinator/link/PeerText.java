package dev.manykitchens.coordinator.link;

import java.util.regex.Pattern;

/// Texts that a peer chose, made fit for logs, terminals and statuses: one line of limited length,
/// without characters that move a cursor.
final class PeerText {

    /// The longest reason that is passed on, in characters.
    static final int LONGEST_REASON = 255;

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");

    private PeerText() {}

    /// The text on one line, cut when it is longer.
    static String line(String text, int longest) {
        String cut = text.length() <= longest ? text : text.substring(0, longest) + "…";
        return CONTROL.matcher(cut).replaceAll(" ").strip();
    }

    /// Whether a name can stand in a log as it is: at most so many characters, none of them a
    /// control character.
    static boolean isFit(String name, int longest) {
        return name.length() <= longest && !CONTROL.matcher(name).find();
    }
}
