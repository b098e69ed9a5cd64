package dev.manykitchens.report.dashboard;

import java.util.Locale;

/// How the page calls the constants of an enum.
final class Words {

    private Words() {}

    /// `TIMED_OUT` is `timed_out`.
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
