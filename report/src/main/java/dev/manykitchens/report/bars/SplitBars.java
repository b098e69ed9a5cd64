package dev.manykitchens.report.bars;

import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.run.SplitEntry;
import dev.manykitchens.report.run.SplitPart;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Where the response time of a job went in each pool, as a stacked bar of its parts: shares of its
/// own response, so all bars are equally long.
public final class SplitBars {

    private static final int NARROWEST = 48;
    private static final int LONGEST = 60;
    private static final int SHORTEST = 16;

    private SplitBars() {}

    /// The lines and what their parts are; empty where nothing is known, or no room.
    ///
    /// @param width the most characters of a line
    public static String of(RunFile run, int width, Ink ink) {
        List<PoolEntry> pools =
                run.ranked().stream().filter(pool -> total(pool.split()) > 0).toList();
        int name = pools.stream().mapToInt(pool -> pool.pool().length()).max().orElse(0);
        int longest = Math.min(LONGEST, width - name - "  ".length() * 2);
        if (pools.isEmpty() || width < NARROWEST || longest < SHORTEST) {
            return "";
        }
        StringBuilder lines = new StringBuilder();
        for (PoolEntry pool : pools) {
            lines.append("  ")
                    .append(TimeBars.padded(pool.pool(), name))
                    .append("  ")
                    .append(bar(pool.split(), longest, ink))
                    .append(System.lineSeparator());
        }
        return lines.append("  ").append(legend(ink)).append(System.lineSeparator()).toString();
    }

    private static String bar(SplitEntry split, int longest, Ink ink) {
        int[] cells = cells(split, longest);
        StringBuilder bar = new StringBuilder();
        int i = 0;
        for (SplitPart part : SplitPart.values()) {
            if (cells[i] > 0) {
                bar.append(painted(part, cells[i], ink));
            }
            i++;
        }
        return bar.toString();
    }

    /// Whole cells for each part, as many as there are in all: what is left after rounding down
    /// goes to the parts that lost most by it.
    private static int[] cells(SplitEntry split, int longest) {
        double total = total(split);
        double[] exact =
                Arrays.stream(SplitPart.values())
                        .mapToDouble(part -> part.of(split) / total * longest)
                        .toArray();
        int[] cells = Arrays.stream(exact).mapToInt(cell -> (int) cell).toArray();
        int left = longest - Arrays.stream(cells).sum();
        IntStream.range(0, exact.length)
                .boxed()
                .sorted(Comparator.comparingDouble(part -> cells[part] - exact[part]))
                .limit(left)
                .forEach(part -> cells[part]++);
        return cells;
    }

    private static double total(SplitEntry split) {
        return Arrays.stream(SplitPart.values()).mapToDouble(part -> part.of(split)).sum();
    }

    private static String legend(Ink ink) {
        return Arrays.stream(SplitPart.values())
                .map(part -> painted(part, 1, ink) + " " + part.word())
                .collect(Collectors.joining("  "));
    }

    private static String painted(SplitPart part, int count, Ink ink) {
        String text = String.valueOf(ink.isPlain() ? letter(part) : '█').repeat(count);
        return ink.paint(text, colour(part));
    }

    /// What stands for a part on terminals without colours.
    private static char letter(SplitPart part) {
        return switch (part) {
            case QUEUE -> 'q';
            case ENCODE -> 'e';
            case WIRE -> 'w';
            case STOVE -> 's';
            case CPU -> 'c';
            case WAIT -> '.';
            case RETURN -> 'r';
        };
    }

    /// The colour of a part, as in the HTML report.
    private static int colour(SplitPart part) {
        return switch (part) {
            case QUEUE -> 0x717A87;
            case ENCODE -> 0xE8CC4A;
            case WIRE -> 0x6D8FF0;
            case STOVE -> 0xEE6C1E;
            case CPU -> 0x35C193;
            case WAIT -> 0x85CDF5;
            case RETURN -> 0xE07FC0;
        };
    }
}
