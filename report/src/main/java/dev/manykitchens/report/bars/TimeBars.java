package dev.manykitchens.report.bars;

import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.text.Figures;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The mean wall times as horizontal bars, the fastest first, each with its rounds in the order run
/// as a sparkline:
///
/// ```
///   threads:2    ███████████████████▏                   534 ms  ▁▁▂▁█▁
///   sequential   ███████████████████████████████████    985 ms  ▂▁▁▁▁
/// ```
public final class TimeBars {

    /// Narrower terminals get none.
    private static final int NARROWEST = 48;

    /// Longer bars say no more.
    private static final int LONGEST = 40;

    /// Of more the table says as much in less room.
    private static final int MOST_POOLS = 16;

    private static final int MOST_ROUNDS = 20;
    private static final int SHORTEST = 8;
    private static final int BAR = 0x3D8FC4;

    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";
    private static final String LEVELS = "▁▂▃▄▅▆▇█";

    /// A spread of rounds below this part of the fastest fills the sparkline only in part.
    private static final double LITTLE = 0.25;

    private TimeBars() {}

    /// The lines; empty where there is nothing to compare, or no room.
    ///
    /// @param width the most characters of a line
    public static String of(RunFile run, int width, Ink ink) {
        List<PoolEntry> pools =
                run.ranked().stream().filter(pool -> pool.times().length > 0).toList();
        int name = pools.stream().mapToInt(pool -> pool.pool().length()).max().orElse(0);
        int rounds =
                ink.isPlain()
                        ? 0
                        : Math.min(
                                MOST_ROUNDS,
                                pools.stream()
                                        .mapToInt(pool -> pool.times().length)
                                        .max()
                                        .orElse(0));
        int room = width - name - "  ".length() * 4 - "999 min 59 s".length() - rounds;
        if (pools.size() < 2 || pools.size() > MOST_POOLS || width < NARROWEST || room < SHORTEST) {
            return "";
        }
        int longest = Math.min(LONGEST, room);
        double most =
                pools.stream().mapToDouble(pool -> Figures.orNaN(pool.mean())).max().orElse(1);
        StringBuilder lines = new StringBuilder();
        for (PoolEntry pool : pools) {
            double mean = Figures.orNaN(pool.mean());
            String line =
                    "  %s  %s  %s  %s"
                            .formatted(
                                    padded(pool.pool(), name),
                                    ink.paint(bar(mean / most, longest, ink), BAR),
                                    right(Figures.time(mean), 8),
                                    rounds == 0 ? "" : sparkline(pool.times()));
            lines.append(line.stripTrailing()).append(System.lineSeparator());
        }
        return lines.toString();
    }

    /// A bar with the blanks that fill its room.
    static String bar(double share, int longest, Ink ink) {
        double length = Math.clamp(share, 0, 1) * longest;
        if (ink.isPlain()) {
            return padded("#".repeat((int) Math.max(1, Math.round(length))), longest);
        }
        int eighths = (int) Math.max(1, Math.round(length * 8));
        String end = eighths % 8 == 0 ? "" : String.valueOf(EIGHTHS.charAt(eighths % 8));
        return padded("█".repeat(eighths / 8) + end, longest);
    }

    /// Neighbours share a column where there are too many rounds.
    static String sparkline(double[] times) {
        int columns = Math.min(MOST_ROUNDS, times.length);
        double[] means =
                IntStream.range(0, columns)
                        .mapToDouble(column ->
                                Arrays.stream(
                                                times,
                                                (int) ((long) column * times.length / columns),
                                                (int) ((column + 1L) * times.length / columns))
                                        .average()
                                        .orElse(0))
                        .toArray();
        double low = Arrays.stream(means).min().orElse(0);
        double high = Math.max(low * (1 + LITTLE), Arrays.stream(means).max().orElse(0));
        StringBuilder line = new StringBuilder();
        for (double mean : means) {
            double share = high > low ? (mean - low) / (high - low) : 0;
            line.append(LEVELS.charAt((int) Math.round(share * (LEVELS.length() - 1))));
        }
        return line.toString();
    }

    static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
