package dev.manykitchens.report.html;

import static j2html.TagCreator.code;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;

import java.util.ArrayList;
import java.util.List;

/// A table with a name at the left of each row. It scrolls by itself where the page is narrower.
final class Grid {

    private record Column(String header, String style) {}

    private final String corner;
    private final List<Column> columns = new ArrayList<>();
    private final List<DomContent> rows = new ArrayList<>();

    Grid(String corner) {
        this.corner = corner;
    }

    /// Adds a column of figures, aligned at the right.
    Grid figures(String header) {
        columns.add(new Column(header, "figure"));
        return this;
    }

    /// Adds a column of words.
    Grid words(String header) {
        columns.add(new Column(header, "words"));
        return this;
    }

    /// Adds a row.
    ///
    /// @param name set as code
    /// @param cells one a column
    Grid row(String name, List<String> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(
                    "a row must have a cell for each of %d columns, had %d"
                            .formatted(columns.size(), cells.size()));
        }
        List<DomContent> tags = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            tags.add(td(Prose.of(cells.get(i))).withClass(columns.get(i).style()));
        }
        rows.add(tr(th(code(name)).attr("scope", "row"), each(tags.stream())));
        return this;
    }

    DomContent toHtml() {
        return div(table(
                        thead(
                                tr(
                                        th(corner).attr("scope", "col"),
                                        each(
                                                columns,
                                                column ->
                                                        th(column.header())
                                                                .withClass(column.style())
                                                                .attr("scope", "col")))),
                        tbody(each(rows.stream()))))
                .withClass("scroll")
                .attr("tabindex", "0");
    }
}
