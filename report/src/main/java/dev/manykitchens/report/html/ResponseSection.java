package dev.manykitchens.report.html;

import static j2html.TagCreator.code;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.ul;

import dev.manykitchens.report.run.HistogramEntry;
import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.text.Figures;

import j2html.tags.DomContent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// How the response times of each pool are distributed: small histograms with one axis for all.
final class ResponseSection {

    private static final int HEIGHT = 110;

    /// The others are one click away.
    private static final int SHOWN = 12;

    private ResponseSection() {}

    static Optional<Section> of(RunFile run) {
        List<PoolEntry> pools =
                run.ranked().stream().filter(pool -> total(pool.histogram()) > 0).toList();
        if (pools.isEmpty()) {
            return Optional.empty();
        }
        Scale scale = scale(pools);
        List<DomContent> figures = pools.stream().map(pool -> histogram(pool, scale)).toList();
        List<DomContent> content = new ArrayList<>();
        content.add(
                ul(
                                li(
                                        Svg.silent(14)
                                                .attr("width", 14)
                                                .with(Svg.line("p50", 50, 0, 50, 14)),
                                        Prose.of("p50: half of the jobs took at most so long")),
                                li(
                                        Svg.silent(14)
                                                .attr("width", 14)
                                                .with(Svg.line("p99", 50, 0, 50, 14)),
                                        Prose.of("p99: 99 in 100 did")))
                        .withClass("legend"));
        int shown = Math.min(SHOWN, figures.size());
        content.add(multiples(figures.subList(0, shown)));
        if (shown < figures.size()) {
            content.add(
                    details(
                            summary(Figures.count(figures.size() - shown, "more pool")),
                            multiples(figures.subList(shown, figures.size()))));
        }
        return Optional.of(
                new Section(
                        "responses",
                        "Response times",
                        "From submission to result, the time in the queue included. The axis is logarithmic and the same for all pools; each histogram is as high as its fullest bucket.",
                        content));
    }

    private static DomContent multiples(List<DomContent> figures) {
        return div(each(figures.stream())).withClass("multiples");
    }

    private static long total(@Nullable HistogramEntry histogram) {
        return histogram == null ? 0 : histogram.total();
    }

    private static Scale scale(List<PoolEntry> pools) {
        double low = Double.POSITIVE_INFINITY;
        double high = 0;
        for (PoolEntry pool : pools) {
            double[] bounds = Objects.requireNonNull(pool.histogram()).bounds();
            low = Math.min(low, bounds[0]);
            high = Math.max(high, bounds[bounds.length - 1]);
        }
        return Scale.logarithmic(low, high);
    }

    private static DomContent histogram(PoolEntry pool, Scale scale) {
        HistogramEntry histogram = Objects.requireNonNull(pool.histogram());
        double fullest = Arrays.stream(histogram.counts()).max().orElse(1);
        Double p50 = pool.response().p50();
        Double p99 = pool.response().p99();
        String words =
                "p50 %s, p99 %s, %s"
                        .formatted(
                                Figures.time(Figures.orNaN(p50)),
                                Figures.time(Figures.orNaN(p99)),
                                Figures.count(pool.response().count(), "job"));
        Svg chart = Svg.chart(HEIGHT, pool.pool() + ": " + words).with(Axis.lines(scale, HEIGHT));
        for (int i = 0; i < histogram.counts().length; i++) {
            if (histogram.counts()[i] > 0) {
                chart.with(bucket(histogram, i, fullest, scale));
            }
        }
        chart.with(marker("p50", p50, scale), marker("p99", p99, scale));
        return figure(
                figcaption(h3(code(pool.pool())), p(words).withClass("note")),
                chart,
                Axis.labels(scale, Axis::time));
    }

    private static DomContent bucket(HistogramEntry histogram, int i, double fullest, Scale scale) {
        double height = Math.max(1.5, (HEIGHT - 10) * histogram.counts()[i] / fullest);
        double from = scale.percent(histogram.bounds()[i]);
        double to = scale.percent(histogram.bounds()[i + 1]);
        return Svg.group(
                "%s to %s: %s"
                        .formatted(
                                Figures.time(histogram.bounds()[i]),
                                Figures.time(histogram.bounds()[i + 1]),
                                Figures.count(histogram.counts()[i], "job")),
                Svg.rect(
                        "mark bar",
                        from + 0.15,
                        Math.max(from + 0.6, to - 0.15),
                        HEIGHT - height,
                        height));
    }

    private static DomContent marker(String style, @Nullable Double seconds, Scale scale) {
        if (seconds == null) {
            return each();
        }
        double x = scale.percent(seconds);
        return Svg.group(style + ": " + Figures.time(seconds), Svg.line(style, x, 0, x, HEIGHT));
    }
}
