package dev.manykitchens.report.text;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import com.github.freva.asciitable.OverflowBehaviour;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A table that fits a terminal: where it is too narrow, the columns that matter least are left out
/// and named below.
///
/// @param <R> what a row is made of
public final class TextTable<R> {

    /// Left out by nobody: these columns wrap instead.
    public static final int ALWAYS = 0;

    private static final int NARROWEST = 16;

    private final List<Part<R>> parts = new ArrayList<>();

    private record Part<R>(
            String header, HorizontalAlign align, int rank, Function<R, String> cell) {}

    /// Adds a column of text.
    ///
    /// @param rank the column with the highest rank is left out first; [#ALWAYS] never
    public TextTable<R> text(String header, int rank, Function<R, String> cell) {
        parts.add(new Part<>(header, HorizontalAlign.LEFT, rank, cell));
        return this;
    }

    /// Adds a column of figures.
    public TextTable<R> figure(String header, int rank, Function<R, String> cell) {
        parts.add(new Part<>(header, HorizontalAlign.RIGHT, rank, cell));
        return this;
    }

    /// The lines of the table, none wider than `width` unless what must be shown cannot be
    /// narrower.
    public String render(List<R> rows, int width) {
        List<Part<R>> shown = new ArrayList<>(parts);
        List<String> leftOut = new ArrayList<>();
        while (widthOf(draw(shown, rows, Integer.MAX_VALUE)) > width) {
            Part<R> least = shown.stream().max(Comparator.comparingInt(Part::rank)).orElseThrow();
            if (least.rank() == ALWAYS) {
                break;
            }
            shown.remove(least);
            leftOut.add(least.header());
        }
        String note =
                leftOut.isEmpty()
                        ? ""
                        : Paragraph.of(
                                        "Left out for want of room: "
                                                + String.join(", ", leftOut)
                                                + ". A wider terminal, --json or an export shows them.",
                                        width)
                                + System.lineSeparator();
        String table = draw(shown, rows, Integer.MAX_VALUE);
        if (widthOf(table) > width) {
            table = draw(shown, rows, Math.max(NARROWEST, width / shown.size()));
        }
        return table + System.lineSeparator() + note;
    }

    private static int widthOf(String table) {
        return table.lines().mapToInt(String::length).max().orElse(0);
    }

    private static <R> String draw(List<Part<R>> parts, List<R> rows, int widestCell) {
        List<ColumnData<R>> columns =
                parts.stream()
                        .map(part ->
                                new Column()
                                        .header(part.header())
                                        .headerAlign(part.align())
                                        .dataAlign(part.align())
                                        .maxWidth(widestCell, OverflowBehaviour.NEWLINE)
                                        .with((R row) -> part.cell().apply(row)))
                        .toList();
        return AsciiTable.builder()
                .border(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS_NO_OUTSIDE_BORDER)
                .lineSeparator(System.lineSeparator())
                .data(rows, columns)
                .asString()
                .lines()
                .map(String::stripTrailing)
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
