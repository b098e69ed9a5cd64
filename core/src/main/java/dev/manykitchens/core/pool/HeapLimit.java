package dev.manykitchens.core.pool;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The most heap that a worker JVM may have.
///
/// @param megabytes of 1024 kilobytes, from [#SMALLEST_MEGABYTES] to [#LARGEST_MEGABYTES]
public record HeapLimit(long megabytes) {

    /// With less a worker JVM has no room for the messages that it gets.
    public static final long SMALLEST_MEGABYTES = 32;

    public static final long LARGEST_MEGABYTES = 1L << 20;

    private static final Pattern SIZE = Pattern.compile("(?<count>[0-9]{1,9})(?<unit>[mg])");
    private static final Map<String, Long> MEGABYTES = Map.of("m", 1L, "g", 1L << 10);

    public HeapLimit {
        if (megabytes < SMALLEST_MEGABYTES || megabytes > LARGEST_MEGABYTES) {
            throw new IllegalArgumentException(
                    "the memory of a worker must be from %s to %s, was %s"
                            .formatted(
                                    text(SMALLEST_MEGABYTES),
                                    text(LARGEST_MEGABYTES),
                                    text(megabytes)));
        }
    }

    /// Reads such as `512m` or `2g`.
    ///
    /// @throws IllegalArgumentException saying what a size looks like
    public static HeapLimit parse(String text) {
        Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a size of memory must be a whole number with m or g, such as 512m or 2g, was \""
                            + text
                            + "\"");
        }
        return new HeapLimit(
                Long.parseLong(matcher.group("count"))
                        * MEGABYTES.getOrDefault(matcher.group("unit"), 1L));
    }

    private static String text(long megabytes) {
        return megabytes > 0 && megabytes % 1024 == 0 ? (megabytes >> 10) + "g" : megabytes + "m";
    }

    @Override
    public String toString() {
        return text(megabytes);
    }
}
