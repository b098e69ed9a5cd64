package dev.manykitchens.report.dashboard;

import java.util.Locale;

/// How the page writes constants and ordinals.
final class Words {

    private Words() {}

    /// `TIMED_OUT` is `timed_out`.
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /// 2nd, 3rd, 11th, 21st.
    static String ordinal(int number) {
        boolean teen = number / 10 % 10 == 1;
        return number
                + switch (teen ? 0 : number % 10) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
    }
}
