package dev.manykitchens.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A percentage on the command line: `5%`, `2.5 %` or `5`.
final class Percent {

    private static final Pattern FORM = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?)\\s*%?");

    private Percent() {}

    /// The part it stands for: 0.05 of `5%`.
    ///
    /// @param option whose value it is, for the message
    /// @throws UserMistakeException when it is none
    static double part(String option, String text) {
        Matcher percent = FORM.matcher(text.strip());
        if (!percent.matches()) {
            throw new UserMistakeException(
                    "%s must be a percentage from 0%% upwards, such as 5%%, was \"%s\""
                            .formatted(option, text));
        }
        return Double.parseDouble(percent.group(1)) / 100;
    }
}
