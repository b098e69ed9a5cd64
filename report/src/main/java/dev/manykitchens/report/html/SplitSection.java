package dev.manykitchens.report.html;

import static j2html.TagCreator.code;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.span;
import static j2html.TagCreator.strong;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.ul;

import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.run.SplitEntry;
import dev.manykitchens.report.run.SplitPart;
import dev.manykitchens.report.text.Figures;

import j2html.tags.DomContent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where the response time of a job went: a stacked bar a pool, with the queue and without.
final class SplitSection {

    private static final int ROW = 34;

    private static final double THIN = 1;

    private static final Set<SplitPart> ALL = EnumSet.allOf(SplitPart.class);

    /// Beside a long queue nothing else can be seen.
    private static final Set<SplitPart> BUT_QUEUE =
            EnumSet.complementOf(EnumSet.of(SplitPart.QUEUE));

    private SplitSection() {}

    static Optional<Section> of(RunFile run) {
        List<PoolEntry> pools =
                run.ranked().stream().filter(pool -> total(pool.split(), ALL) > 0).toList();
        if (pools.isEmpty()) {
            return Optional.empty();
        }
        List<DomContent> content = new ArrayList<>();
        content.add(legend(pools));
        content.add(h3("The whole response"));
        content.add(bars(pools, ALL));
        if (pools.stream().anyMatch(pool -> SplitPart.QUEUE.of(pool.split()) > 0)
                && pools.stream().anyMatch(pool -> total(pool.split(), BUT_QUEUE) > 0)) {
            content.add(h3("The same without the queue"));
            content.add(bars(pools, BUT_QUEUE));
        }
        content.add(details(summary("The figures"), table(pools)));
        return Optional.of(
                new Section(
                        "split",
                        "Where the time of a job went",
                        "From the submission of the round's jobs to the result of one, on average over the jobs that succeeded.",
                        content));
    }

    private static double total(SplitEntry split, Set<SplitPart> parts) {
        return parts.stream().mapToDouble(part -> part.of(split)).sum();
    }

    private static DomContent legend(List<PoolEntry> pools) {
        List<DomContent> entries = new ArrayList<>();
        for (SplitPart part : SplitPart.values()) {
            entries.add(entry(swatch(part, false), part.word(), part.meaning()));
            if (pools.stream().anyMatch(pool -> part.innerOf(pool.split()) > 0)) {
                entries.add(entry(swatch(part, true), "hatched", part.innerMeaning()));
            }
        }
        return ul(each(entries.stream())).withClass("legend");
    }

    private static DomContent entry(DomContent swatch, String word, String meaning) {
        return li(swatch, strong(word), span(" " + meaning).withClass("meaning"));
    }

    /// The class of what is drawn in the colour of a part, which is the same everywhere.
    static String style(SplitPart part) {
        return "mark part-" + part.word();
    }

    static DomContent swatch(SplitPart part, boolean hatched) {
        Svg swatch = Svg.silent(14).attr("width", 14).with(Svg.rect(style(part), 0, 100, 0, 14));
        return hatched ? swatch.with(Svg.rect("hatch", 0, 100, 0, 14)) : swatch;
    }

    private static DomContent bars(List<PoolEntry> pools, Set<SplitPart> parts) {
        Scale scale =
                Scale.linear(
                        pools.stream()
                                .mapToDouble(pool -> total(pool.split(), parts))
                                .max()
                                .orElse(1));
        List<DomContent> rows = new ArrayList<>();
        for (PoolEntry pool : pools) {
            rows.add(
                    div(
                                    div(code(pool.pool())).withClass("name"),
                                    bar(pool, parts, scale),
                                    div(span(Figures.time(total(pool.split(), parts)))
                                                    .withClass("figure"))
                                            .withClass("value"))
                            .withClass("row"));
        }
        rows.add(div(div(), Axis.labels(scale, Axis::time), div()).withClass("row axis-row"));
        return figure(each(rows.stream())).withClass("rows");
    }

    private static DomContent bar(PoolEntry pool, Set<SplitPart> parts, Scale scale) {
        SplitEntry split = pool.split();
        Svg chart =
                Svg.chart(ROW, pool.pool() + ": " + words(split, parts))
                        .with(Axis.lines(scale, ROW));
        double start = 0;
        for (SplitPart part : parts) {
            double seconds = part.of(split);
            if (seconds > 0) {
                chart.with(segment(part, split, scale, start, start + seconds));
            }
            start += seconds;
        }
        return chart;
    }

    private static DomContent segment(
            SplitPart part, SplitEntry split, Scale scale, double start, double end) {
        String words = part.word() + ": " + Figures.time(end - start);
        double hatched = part.innerOf(split);
        double from = scale.percent(start);
        double to = scale.percent(end);
        // A gap that is wider than what it parts would hide it.
        String style = style(part) + (to - from > THIN ? " parted" : "");
        Svg plain = Svg.rect(style, from, to, 6, 22);
        if (hatched <= 0) {
            return Svg.group(words, plain);
        }
        return Svg.group(
                words + ", of it " + Figures.time(hatched) + " " + part.innerMeaning(),
                plain,
                Svg.rect("hatch", scale.percent(end - hatched), to, 6, 22));
    }

    private static String words(SplitEntry split, Set<SplitPart> parts) {
        return String.join(
                ", ",
                parts.stream()
                        .filter(part -> part.of(split) > 0)
                        .map(part -> part.word() + " " + Figures.time(part.of(split)))
                        .toList());
    }

    private static DomContent table(List<PoolEntry> pools) {
        Grid table = new Grid("pool");
        Arrays.stream(SplitPart.values()).forEach(part -> table.figures(part.word()));
        table.figures("= response").figures("of stove: core").figures("of wait: resource");
        for (PoolEntry pool : pools) {
            List<String> cells = new ArrayList<>();
            SplitEntry split = pool.split();
            for (SplitPart part : SplitPart.values()) {
                cells.add(part.isKnown(split) ? Figures.time(part.of(split)) : Figures.UNKNOWN);
            }
            cells.add(Figures.time(Figures.orNaN(pool.response().mean())));
            cells.add(Figures.time(Figures.orNaN(split.core())));
            cells.add(Figures.time(Figures.orNaN(split.resource())));
            table.row(pool.pool(), cells);
        }
        return each(
                table.toHtml(),
                p("The seven parts add up to the mean response; the last two columns are within their parts.")
                        .withClass("note"));
    }
}
