package dev.manykitchens.report.measured;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/// Times that were measured, from a file with one line each: CSV, or a job log of ours. They are in
/// seconds there and in nanoseconds here. Empty cells are left out: those of jobs that never ran.
public final class MeasuredTimes {

    private static final Pattern NUMBER =
            Pattern.compile("-?[0-9]{1,12}(\\.[0-9]{0,18})?([eE][+-]?[0-9]{1,2})?");

    /// A day.
    private static final BigDecimal LONGEST = BigDecimal.valueOf(86_400);

    /// Some two centuries after 1970, which nanoseconds still hold.
    private static final BigDecimal LATEST = BigDecimal.valueOf(9_000_000_000L);

    private MeasuredTimes() {}

    /// How long things took: the column `runtime`, or `duration`, or the only one.
    ///
    /// @param most of them
    /// @throws IllegalArgumentException in one line, with the file and the line in it
    public static long[] durations(Path path, int most) {
        ColumnFile file = new ColumnFile(path, List.of("runtime", "duration"));
        Times times = new Times(file, LONGEST, most);
        file.read(times);
        return times.all("duration");
    }

    /// When things happened, counted from the first: the column `arrival`, or `start`, or the only
    /// one. Lines of a job log are in the order in which jobs ended, so they are sorted; in any
    /// other file times must ascend.
    ///
    /// @param most of them
    /// @throws IllegalArgumentException in one line, with the file and the line in it
    public static long[] arrivals(Path path, int most) {
        ColumnFile file = new ColumnFile(path, List.of("arrival", "start"));
        Times times = new Times(file, LATEST, most);
        boolean isJobLog = file.read(times);
        if (!isJobLog) {
            times.requireAscending();
        }
        long[] nanos = times.all("arrival");
        Arrays.sort(nanos);
        long first = nanos[0];
        return LongStream.of(nanos).map(nano -> nano - first).toArray();
    }

    static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    /// Collects times.
    private static final class Times implements ColumnFile.Cells {

        private final ColumnFile file;
        private final BigDecimal longest;
        private final int most;
        private final LongStream.Builder nanos = LongStream.builder();
        private int count;
        private long before;
        private long wentBackOn;
        private String wentBack = "";

        Times(ColumnFile file, BigDecimal longest, int most) {
            this.file = file;
            this.longest = longest;
            this.most = most;
        }

        @Override
        public void cell(long line, String name, String text) {
            if (!isNumber(text)) {
                throw file.mistake(
                        line,
                        "%s must be a number of seconds, such as 0.25, was \"%s\""
                                .formatted(name, text));
            }
            BigDecimal seconds = new BigDecimal(text);
            if (seconds.signum() < 0 || seconds.compareTo(longest) > 0) {
                throw file.mistake(
                        line, "%s must be from 0 to %s s, was %s".formatted(name, longest, text));
            }
            if (++count > most) {
                throw file.mistake(
                        line, "a file must have at most %d times, has more".formatted(most));
            }
            long nano = seconds.movePointRight(9).longValue();
            if (nano < before && wentBackOn == 0) {
                wentBackOn = line;
                wentBack =
                        "was %s s after %s s"
                                .formatted(
                                        text,
                                        BigDecimal.valueOf(before, 9)
                                                .stripTrailingZeros()
                                                .toPlainString());
            }
            before = nano;
            nanos.add(nano);
        }

        void requireAscending() {
            if (wentBackOn > 0) {
                throw file.mistake(
                        wentBackOn, "the times of a trace must not go back, " + wentBack);
            }
        }

        long[] all(String what) {
            if (count == 0) {
                throw new IllegalArgumentException(
                        "%s must have at least one %s, had none".formatted(file.file(), what));
            }
            return nanos.build().toArray();
        }
    }
}
