package dev.manykitchens.core.recipe;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A duration that is fixed (`50ms`) or drawn uniformly between two ends (`1s..3s`).
///
/// @param min the shortest, at least zero
/// @param max the longest, at least `min`
public record DurationRange(Duration min, Duration max) {

    /// The longest duration accepted anywhere: one day.
    public static final Duration LONGEST = Duration.ofDays(1);

    private static final Pattern DURATION =
            Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|µs|ms|s|m|min|h)");
    private static final BigDecimal MILLISECOND = new BigDecimal("0.001");
    private static final BigDecimal MICROSECOND = new BigDecimal("0.000001");
    private static final Map<String, Long> NANOS =
            Map.of(
                    "ns", 1L,
                    "us", 1_000L,
                    "µs", 1_000L,
                    "ms", 1_000_000L,
                    "s", 1_000_000_000L,
                    "m", 60_000_000_000L,
                    "min", 60_000_000_000L,
                    "h", 3_600_000_000_000L);

    public DurationRange {
        if (min.isNegative() || max.compareTo(min) < 0 || max.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "a duration range must run from 0 upwards to at most 24h, was "
                            + text(min)
                            + ".."
                            + text(max));
        }
    }

    /// Always the same duration.
    public static DurationRange fixed(Duration duration) {
        return new DurationRange(duration, duration);
    }

    /// Reads `50ms`, `1.5s` or `1s..3s`.
    ///
    /// @throws IllegalArgumentException saying what a duration looks like
    public static DurationRange parse(String text) {
        int dots = text.indexOf("..");
        if (dots < 0) {
            return fixed(parseDuration(text));
        }
        try {
            return new DurationRange(
                    parseDuration(text.substring(0, dots)),
                    parseDuration(text.substring(dots + 2)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    e.getMessage() + " (in the range \"" + text + "\")", e);
        }
    }

    /// Reads one duration: a number and a unit (ns, us, ms, s, m, h).
    ///
    /// @throws IllegalArgumentException saying what a duration looks like
    public static Duration parseDuration(String text) {
        String stripped = text.strip();
        Matcher matcher = DURATION.matcher(stripped);
        if (!matcher.matches()) {
            if (stripped.startsWith("-") && DURATION.matcher(stripped.substring(1)).matches()) {
                throw new IllegalArgumentException(
                        "a duration must not be negative, was \"" + text + "\"");
            }
            throw new IllegalArgumentException(
                    "a duration must be a number with a unit, such as 50ms, 1.5s or 2m, was \""
                            + text
                            + "\"");
        }
        long unit = NANOS.getOrDefault(matcher.group(2), 0L);
        BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
        if (nanos.compareTo(BigDecimal.valueOf(LONGEST.toNanos())) > 0) {
            throw new IllegalArgumentException(
                    "a duration must be at most 24h, was \"" + text + "\"");
        }
        return Duration.ofNanos(nanos.longValue());
    }

    /// A duration as people write it, exact, in the largest unit that it has one of: `1.5s`,
    /// `250ms`, `3us`.
    public static String text(Duration duration) {
        BigDecimal seconds =
                BigDecimal.valueOf(duration.getSeconds())
                        .add(BigDecimal.valueOf(duration.getNano(), 9));
        BigDecimal size = seconds.abs();
        String unit = "s";
        int places = 0;
        if (size.signum() != 0 && size.compareTo(BigDecimal.ONE) < 0) {
            unit =
                    size.compareTo(MILLISECOND) >= 0
                            ? "ms"
                            : size.compareTo(MICROSECOND) >= 0 ? "us" : "ns";
            places = unit.equals("ms") ? 3 : unit.equals("us") ? 6 : 9;
        }
        return seconds.movePointRight(places).stripTrailingZeros().toPlainString() + unit;
    }

    @Override
    public String toString() {
        return min.equals(max) ? text(min) : text(min) + ".." + text(max);
    }
}
