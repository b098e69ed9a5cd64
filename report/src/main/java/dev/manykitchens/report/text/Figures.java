package dev.manykitchens.report.text;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/// Writes figures for people: three digits that count, a unit that fits, and [#UNKNOWN] for what is
/// not known. Machines read the exports, which hold seconds.
public final class Figures {

    /// Stands for a figure that is not known.
    public static final String UNKNOWN = "–";

    private static final int DIGITS = 3;

    private static final String WITHOUT_LIMIT = "∞";

    private Figures() {}

    /// A figure of a file, where null stands for what is not known.
    public static double orNaN(@Nullable Double figure) {
        return figure == null ? Double.NaN : figure;
    }

    /// A time: `2.01 s`, `51.3 ms`, `8.42 µs`, `2 min 5 s`.
    ///
    /// @param seconds NaN when not known
    public static String time(double seconds) {
        if (Double.isNaN(seconds)) {
            return UNKNOWN;
        }
        if (Math.abs(seconds) >= 120) {
            long whole = Math.round(seconds);
            return whole / 60 + " min " + whole % 60 + " s";
        }
        TimeUnit unit = TimeUnit.of(seconds);
        return threeDigits(seconds * unit.perSecond) + " " + unit.symbol;
    }

    /// A time with its spread in the same unit: `2.01 ± 0.02 s`. Both have as many decimals, so
    /// that they can be added.
    ///
    /// @param spread NaN when not known; then the time stands alone
    public static String time(double seconds, double spread) {
        if (Double.isNaN(seconds) || Double.isNaN(spread)) {
            return time(seconds);
        }
        TimeUnit unit = TimeUnit.of(seconds);
        double scaled = seconds * unit.perSecond;
        int decimals = scaled >= 100 ? 0 : scaled >= 10 ? 1 : 2;
        return String.format(
                Locale.ROOT,
                "%." + decimals + "f ± %." + decimals + "f %s",
                scaled,
                spread * unit.perSecond,
                unit.symbol);
    }

    /// How many a second: `4,980/s`, `0.25/s`.
    public static String rate(double perSecond) {
        return Double.isNaN(perSecond) ? UNKNOWN : number(perSecond) + "/s";
    }

    /// A ratio such as a speed-up: `1.94`, `63.1`, `812`.
    public static String ratio(double ratio) {
        if (Double.isNaN(ratio)) {
            return UNKNOWN;
        }
        return ratio == Double.POSITIVE_INFINITY
                ? WITHOUT_LIMIT
                : decimal(ratio, decimalsOfRatio(ratio));
    }

    /// How many decimals a ratio of this size is written with.
    public static int decimalsOfRatio(double ratio) {
        return ratio >= 100 ? 0 : ratio >= 20 ? 1 : 2;
    }

    /// A number with so many decimals.
    public static String decimal(double number, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", number);
    }

    /// A share: `97 %`.
    public static String percent(double share) {
        return Double.isNaN(share) ? UNKNOWN : String.format(Locale.ROOT, "%.0f %%", share * 100);
    }

    /// A size: `123 MB`, in powers of ten.
    public static String bytes(long bytes) {
        String[] units = {"B", "kB", "MB", "GB", "TB"};
        double amount = bytes;
        int unit = 0;
        while (amount >= 1000 && unit < units.length - 1) {
            amount /= 1000;
            unit++;
        }
        return (unit == 0 ? Long.toString(bytes) : threeDigits(amount)) + " " + units[unit];
    }

    /// A count: `10,000`.
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /// A count and its noun: `1 worker`, `312 jobs`.
    public static String count(long count, String noun) {
        return count(count) + " " + noun + (count == 1 ? "" : "s");
    }

    /// A mean of counts: `3.21`, `0.04`.
    ///
    /// @param amount NaN when not known
    public static String amount(double amount) {
        return Double.isNaN(amount) ? UNKNOWN : number(amount);
    }

    private static String number(double amount) {
        if (amount == Double.POSITIVE_INFINITY) {
            return WITHOUT_LIMIT;
        }
        return amount >= 1000
                ? count(new BigDecimal(amount).round(new MathContext(DIGITS)).longValue())
                : threeDigits(amount);
    }

    private static String threeDigits(double amount) {
        if (amount == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(amount).round(new MathContext(DIGITS));
        int digitsBeforePoint = rounded.precision() - rounded.scale();
        return rounded.setScale(Math.max(0, DIGITS - digitsBeforePoint), RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    private enum TimeUnit {
        SECONDS(1, "s"),
        MILLIS(1e3, "ms"),
        MICROS(1e6, "µs"),
        NANOS(1e9, "ns");

        private final double perSecond;
        private final String symbol;

        TimeUnit(double perSecond, String symbol) {
            this.perSecond = perSecond;
            this.symbol = symbol;
        }

        /// The unit in which a time is 1 to 1000, as it will be written: 0.9996 s are `1.00 s`.
        private static TimeUnit of(double seconds) {
            double size = Math.abs(seconds);
            for (TimeUnit unit : values()) {
                if (size * unit.perSecond >= 0.9995) {
                    return unit;
                }
            }
            return size == 0 ? SECONDS : NANOS;
        }
    }
}
