package dev.manykitchens.report.html;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.li;
import static j2html.TagCreator.ul;

import dev.manykitchens.report.run.EstimateEntry;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.run.ScalingEntry;
import dev.manykitchens.report.run.ScalingEntry.HoldOut;
import dev.manykitchens.report.run.ScalingEntry.Point;
import dev.manykitchens.report.run.ScalingEntry.Prediction;
import dev.manykitchens.report.text.Figures;

import j2html.tags.DomContent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// How the throughput of each kind of pool grows with its size: measured, fitted, predicted.
final class ScalingSection {

    private static final int HEIGHT = 240;

    private ScalingSection() {}

    static Optional<Section> of(RunFile run) {
        List<ScalingEntry> families =
                run.scaling().stream().filter(family -> !family.points().isEmpty()).toList();
        if (families.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Section(
                        "scaling",
                        "How it grows with size",
                        "Jobs a second over the size of a pool. Each step to the right is a doubling.",
                        List.of(
                                legend(families),
                                div(each(families, ScalingSection::family))
                                        .withClass("multiples wide"))));
    }

    private static DomContent legend(List<ScalingEntry> families) {
        List<DomContent> entries = new ArrayList<>();
        entries.add(
                li(
                        sample(Svg.circle("mark point", 50, 7, 4.5)),
                        Prose.of("measured, with its 95 % interval")));
        if (families.stream().anyMatch(family -> !family.curve().isEmpty())) {
            entries.add(
                    li(
                            sample(Svg.line("mark fit", 0, 7, 100, 7)),
                            Prose.of("fitted, with its 95 % band")));
        }
        if (families.stream().anyMatch(ScalingSection::goesBeyond)) {
            entries.add(
                    li(
                            sample(Svg.line("mark fit beyond", 0, 7, 100, 7)),
                            Prose.of("beyond the largest size measured")));
        }
        if (families.stream().anyMatch(family -> !family.predictions().isEmpty())) {
            entries.add(
                    li(sample(Svg.circle("mark predicted", 50, 7, 4.5)), Prose.of("predicted")));
        }
        if (families.stream().anyMatch(family -> family.holdOut() != null)) {
            entries.add(
                    li(
                            sample(Svg.circle("mark held", 50, 7, 4.5)),
                            Prose.of("what the smaller sizes foretold for the largest")));
        }
        return ul(each(entries.stream())).withClass("legend");
    }

    private static DomContent sample(Svg mark) {
        return Svg.silent(14).attr("width", 28).with(mark);
    }

    private static boolean goesBeyond(ScalingEntry family) {
        return family.curve().stream().anyMatch(point -> isBeyond(family, point));
    }

    private static boolean isBeyond(ScalingEntry family, Prediction point) {
        return family.points().stream().allMatch(measured -> measured.size() < point.size());
    }

    private static DomContent family(ScalingEntry family) {
        Scale sizes =
                Scale.doublings(
                        sizes(family).min().orElse(1), Math.max(2, sizes(family).max().orElse(2)));
        double most = rates(family).max().orElse(1);
        Scale rates = Scale.linear(most);
        Svg chart = Svg.chart(HEIGHT, "throughput of " + family.family() + " over its size");
        for (double tick : rates.ticks()) {
            double y = y(rates, tick);
            chart.with(Svg.line("grid", 0, y, 100, y));
        }
        chart.with(Axis.lines(sizes, HEIGHT));
        chart.with(Svg.stretched(HEIGHT, curve(family, sizes, rates)));
        family.predictions()
                .forEach(prediction -> chart.with(prediction(prediction, sizes, rates)));
        HoldOut held = family.holdOut();
        if (held != null) {
            chart.with(
                    Svg.group(
                            "%d foretold by the smaller sizes: %s"
                                    .formatted(held.size(), Figures.rate(held.predicted())),
                            Svg.circle(
                                    "mark held",
                                    sizes.percent(held.size()),
                                    y(rates, held.predicted()),
                                    6)));
        }
        family.points().forEach(point -> chart.with(point(point, sizes, rates)));
        for (double tick : rates.ticks()) {
            // Above its line: the left edge of a narrow page has no room beside it.
            chart.with(
                    Svg.text(
                            "tick halo",
                            0,
                            Math.max(13, y(rates, tick) - 4),
                            "start",
                            Axis.plain(tick) + (tick == rates.ticks().getLast() ? " jobs/s" : "")));
        }
        return figure(
                figcaption(h3(Prose.of("`" + family.family() + "`"))),
                chart,
                Axis.labels(sizes, Axis::plain),
                facts(family));
    }

    private static DomContent facts(ScalingEntry family) {
        return Prose.list(family.words().isEmpty() ? described(family) : family.words())
                .withClass("plain");
    }

    /// What the figures say where no words came with them.
    private static List<String> described(ScalingEntry family) {
        List<String> words = new ArrayList<>();
        String law = family.law();
        words.add(law == null ? "too few sizes for a law" : "law: " + law);
        HoldOut held = family.holdOut();
        if (held != null) {
            words.add(
                    "hold-out: the smaller sizes foretold %s for %d, measured were %s (%+.0f %%)"
                            .formatted(
                                    Figures.rate(held.predicted()),
                                    held.size(),
                                    Figures.rate(held.measured()),
                                    held.error() * 100));
        }
        return words;
    }

    private static IntStream sizes(ScalingEntry family) {
        return IntStream.concat(
                family.points().stream().mapToInt(Point::size),
                Stream.concat(family.curve().stream(), family.predictions().stream())
                        .mapToInt(Prediction::size));
    }

    private static DoubleStream rates(ScalingEntry family) {
        HoldOut held = family.holdOut();
        return DoubleStream.concat(
                Stream.concat(
                                family.points().stream().map(Point::jobsPerSecond),
                                Stream.concat(
                                                family.curve().stream(),
                                                family.predictions().stream())
                                        .map(Prediction::jobsPerSecond))
                        .mapToDouble(ScalingSection::top),
                DoubleStream.of(held == null ? 0 : held.predicted()));
    }

    /// An interval that runs far beyond the figures would press them flat.
    private static double top(EstimateEntry estimate) {
        Double high = estimate.high();
        return high == null ? estimate.value() : Math.min(high, 1.5 * estimate.value());
    }

    private static double y(Scale rates, double rate) {
        return HEIGHT - 2 - rates.percent(rate) / 100 * (HEIGHT - 20);
    }

    private static DomContent point(Point point, Scale sizes, Scale rates) {
        double x = sizes.percent(point.size());
        EstimateEntry estimate = point.jobsPerSecond();
        return Svg.group(
                "%s: %s".formatted(point.pool(), words(estimate)),
                whisker("whisker", estimate, x, rates),
                Svg.circle("mark point", x, y(rates, estimate.value()), 5));
    }

    private static DomContent prediction(Prediction prediction, Scale sizes, Scale rates) {
        double x = sizes.percent(prediction.size());
        EstimateEntry estimate = prediction.jobsPerSecond();
        return Svg.group(
                "%d, predicted%s: %s"
                        .formatted(
                                prediction.size(),
                                prediction.extrapolated() ? " by extrapolation" : "",
                                words(estimate)),
                whisker("whisker faint", estimate, x, rates),
                Svg.circle("mark predicted", x, y(rates, estimate.value()), 5));
    }

    private static DomContent whisker(String style, EstimateEntry estimate, double x, Scale rates) {
        Double low = estimate.low();
        Double high = estimate.high();
        return low == null || high == null
                ? each()
                : Svg.line(style, x, y(rates, low), x, y(rates, high));
    }

    private static String words(EstimateEntry estimate) {
        Double low = estimate.low();
        Double high = estimate.high();
        return Figures.rate(estimate.value())
                + (low == null || high == null
                        ? ""
                        : " (%s to %s)".formatted(Figures.rate(low), Figures.rate(high)));
    }

    private static DomContent[] curve(ScalingEntry family, Scale sizes, Scale rates) {
        List<Prediction> solid = new ArrayList<>();
        List<Prediction> beyond = new ArrayList<>();
        for (Prediction point : family.curve()) {
            if (!isBeyond(family, point)) {
                solid.add(point);
                continue;
            }
            if (beyond.isEmpty() && !solid.isEmpty()) {
                beyond.add(solid.getLast());
            }
            beyond.add(point);
        }
        List<DomContent> paths = new ArrayList<>();
        band(family.curve(), sizes, rates).ifPresent(data -> paths.add(Svg.path("band", data)));
        if (!solid.isEmpty()) {
            paths.add(Svg.path("mark fit", line(solid, sizes, rates)));
        }
        if (!beyond.isEmpty()) {
            paths.add(Svg.path("mark fit beyond", line(beyond, sizes, rates)));
        }
        return paths.toArray(DomContent[]::new);
    }

    private static String line(List<Prediction> points, Scale sizes, Scale rates) {
        StringBuilder data = new StringBuilder();
        for (Prediction point : points) {
            add(data, sizes.percent(point.size()), y(rates, point.jobsPerSecond().value()));
        }
        return data.toString();
    }

    private static Optional<String> band(List<Prediction> curve, Scale sizes, Scale rates) {
        StringBuilder data = new StringBuilder();
        for (Prediction point : curve) {
            @Nullable Double high = point.jobsPerSecond().high();
            if (high == null) {
                return Optional.empty();
            }
            add(data, sizes.percent(point.size()), y(rates, high));
        }
        for (Prediction point : curve.reversed()) {
            @Nullable Double low = point.jobsPerSecond().low();
            if (low == null) {
                return Optional.empty();
            }
            add(data, sizes.percent(point.size()), y(rates, low));
        }
        return data.isEmpty() ? Optional.empty() : Optional.of(data + "Z");
    }

    private static void add(StringBuilder data, double x, double y) {
        data.append(data.isEmpty() ? 'M' : 'L')
                .append(Svg.number(x))
                .append(' ')
                .append(Svg.number(y));
    }
}
