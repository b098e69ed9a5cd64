package dev.manykitchens.report.text;

import java.util.regex.Pattern;

/// Makes one line of what may come in several: messages of exceptions, last words of a process.
public final class OneLine {

    private static final Pattern BREAK = Pattern.compile("\\s*\\R\\s*");

    private OneLine() {}

    /// The text with a space for each line break and the white space around it, and none at the
    /// ends.
    public static String of(String text) {
        return BREAK.matcher(text.strip()).replaceAll(" ");
    }
}
