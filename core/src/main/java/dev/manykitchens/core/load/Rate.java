package dev.manykitchens.core.load;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many jobs come in a unit of time, on average.
///
/// @param jobs above 0
/// @param unit in which they come
public record Rate(BigDecimal jobs, Unit unit) {

    /// The highest rate, a second.
    public static final int HIGHEST = 1_000_000;

    private static final Pattern RATE =
            Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,12})?)\\s*/\\s*(s|min|h)");

    /// The time in which so many jobs come.
    public enum Unit {
        /// A second.
        S(1),
        /// A minute.
        MIN(60),
        /// An hour.
        H(3600);

        private final int seconds;

        Unit(int seconds) {
            this.seconds = seconds;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Rate {
        BigDecimal highest = BigDecimal.valueOf((long) HIGHEST * unit.seconds);
        if (jobs.signum() <= 0 || jobs.compareTo(highest) > 0) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "a rate must be above 0 and at most %,d/s, was %s/%s",
                            HIGHEST,
                            jobs.toPlainString(),
                            unit));
        }
    }

    /// Reads `200/s`, `12/min` or `0.5/s`.
    ///
    /// @throws IllegalArgumentException saying what a rate looks like
    public static Rate parse(String text) {
        Matcher matcher = RATE.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a rate must be jobs in a unit of time, such as 200/s, 12/min or 0.5/s, was \""
                            + text
                            + "\"");
        }
        Unit unit = Unit.valueOf(matcher.group(2).toUpperCase(Locale.ROOT));
        return new Rate(new BigDecimal(matcher.group(1)), unit);
    }

    /// How many jobs come a second.
    public double perSecond() {
        return jobs.divide(BigDecimal.valueOf(unit.seconds), MathContext.DECIMAL64).doubleValue();
    }

    /// As it is typed: `200/s`.
    @Override
    public String toString() {
        return jobs.toPlainString() + "/" + unit;
    }
}
