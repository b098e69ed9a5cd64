package dev.manykitchens.report.text;

import java.util.regex.Pattern;

/// Makes one line of what may come in several: messages of exceptions, last words of a process,
/// arguments of jobs.
public final class OneLine {

    private static final Pattern BREAK = Pattern.compile("\\s*\\R\\s*");

    private OneLine() {}

    /// A longer line is cut.
    static final int MOST = 2_000;

    /// The text with a space for each line break and the white space around it, none at the ends,
    /// and nothing that a terminal obeys.
    public static String of(String text) {
        return of(text, MOST);
    }

    /// The same, cut sooner.
    ///
    /// @param most characters in all
    public static String of(String text, int most) {
        String line = BREAK.matcher(text.strip()).replaceAll(" ");
        return Printable.shortened(Printable.of(line), most);
    }
}
