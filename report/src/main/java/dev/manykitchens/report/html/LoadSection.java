package dev.manykitchens.report.html;

import static j2html.TagCreator.code;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.li;
import static j2html.TagCreator.span;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.ul;

import dev.manykitchens.report.run.LoadEntry;
import dev.manykitchens.report.run.LoadEntry.LatencyEntry;
import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.run.SimulationEntry;
import dev.manykitchens.report.text.Figures;

import j2html.tags.DomContent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/// What pools did under jobs that came at their own times.
final class LoadSection {

    private static final int ROW = 48;
    private static final double RESPONSE = 15;
    private static final double SERVICE = 34;

    private LoadSection() {}

    static Optional<Section> of(RunFile run) {
        List<PoolEntry> pools = run.ranked().stream().filter(pool -> pool.load() != null).toList();
        if (pools.isEmpty()) {
            return Optional.empty();
        }
        List<DomContent> content = new ArrayList<>();
        // Where loads are all there is, these are the verdict.
        if (!run.hasOnlyLoads()) {
            content.add(Folded.list(7, pools.stream().map(pool -> load(pool).words()).toList()));
        }
        drawing(pools).ifPresent(content::add);
        content.add(details(summary("The figures"), table(pools, run.predicted())));
        LoadEntry first = load(pools.getFirst());
        return Optional.of(
                new Section(
                        "load",
                        "Under load",
                        "%s on average for %s, %s. A response counts from the moment at which a job should have started, so a pool that falls behind cannot hide it."
                                .formatted(
                                        Figures.rate(first.rate()),
                                        Figures.time(first.duration()),
                                        how(run, first)),
                        content));
    }

    private static String how(RunFile run, LoadEntry load) {
        if (load.keepsUp().equals("closed")) {
            return "from users who wait for the end of their job before they bring the next one";
        }
        return (run.scenario().name() == null ? "at random times" : "when the scenario says")
                + ", whether a pool keeps up or not";
    }

    private static LoadEntry load(PoolEntry pool) {
        return Objects.requireNonNull(pool.load());
    }

    private static Optional<DomContent> drawing(List<PoolEntry> pools) {
        double[] known =
                pools.stream()
                        .flatMap(pool -> Stream.of(load(pool).response(), load(pool).service()))
                        .flatMapToDouble(LoadSection::percentiles)
                        .filter(seconds -> seconds > 0)
                        .toArray();
        if (known.length == 0) {
            return Optional.empty();
        }
        Scale scale =
                Scale.logarithmic(
                        DoubleStream.of(known).min().orElseThrow() * 0.9,
                        DoubleStream.of(known).max().orElseThrow() * 1.1);
        List<DomContent> rows = new ArrayList<>();
        rows.add(
                ul(
                                li(
                                        Svg.silent(14).attr("width", 28).with(dots("response", 7)),
                                        Prose.of("response, from the intended start")),
                                li(
                                        Svg.silent(14).attr("width", 28).with(dots("service", 7)),
                                        Prose.of("service, where it ran")),
                                li(
                                        Prose.of(
                                                "from left to right: p50, p90, p99, p99.9, max; time on a logarithmic axis")))
                        .withClass("legend"));
        for (PoolEntry pool : pools) {
            LoadEntry load = load(pool);
            rows.add(
                    div(
                                    div(code(pool.pool())).withClass("name"),
                                    Svg.chart(ROW, pool.pool() + ": " + load.words())
                                            .with(Axis.lines(scale, ROW))
                                            .with(
                                                    percentiles(
                                                            "response",
                                                            load.response(),
                                                            RESPONSE,
                                                            scale))
                                            .with(
                                                    percentiles(
                                                            "service",
                                                            load.service(),
                                                            SERVICE,
                                                            scale)),
                                    div(
                                                    span(Figures.rate(load.completedPerSecond()))
                                                            .withClass("figure"),
                                                    span(verdict(load)).withClass("aside"))
                                            .withClass("value"))
                            .withClass("row"));
        }
        rows.add(div(div(), Axis.labels(scale, Axis::time), div()).withClass("row axis-row"));
        return Optional.of(figure(each(rows.stream())).withClass("rows"));
    }

    private static String verdict(LoadEntry load) {
        return switch (load.keepsUp()) {
            case "yes" -> "keeps up";
            case "closed" -> "its users wait for it";
            case "no" -> "does not keep up";
            default -> "unclear whether it keeps up";
        };
    }

    private static DomContent dots(String style, double y) {
        return each(Svg.line(style + "-line", 15, y, 85, y), Svg.circle("mark " + style, 50, y, 4));
    }

    private static DoubleStream percentiles(LatencyEntry latency) {
        return named(latency).mapToDouble(Percentile::seconds);
    }

    private record Percentile(String name, double seconds) {}

    /// None where percentiles are not given: the longest response alone would look like the median.
    private static Stream<Percentile> named(LatencyEntry latency) {
        if (latency.p50() == null) {
            return Stream.empty();
        }
        return Stream.of(
                        percentile("p50", latency.p50()),
                        percentile("p90", latency.p90()),
                        percentile("p99", latency.p99()),
                        percentile("p99.9", latency.p999()),
                        percentile("max", latency.max()))
                .filter(percentile -> !Double.isNaN(percentile.seconds()));
    }

    private static Percentile percentile(String name, @Nullable Double seconds) {
        return new Percentile(name, Figures.orNaN(seconds));
    }

    private static DomContent percentiles(
            String style, LatencyEntry latency, double y, Scale scale) {
        List<Percentile> all = named(latency).toList();
        if (all.isEmpty()) {
            return each();
        }
        List<DomContent> marks = new ArrayList<>();
        marks.add(
                Svg.line(
                        style + "-line",
                        scale.percent(all.getFirst().seconds()),
                        y,
                        scale.percent(all.getLast().seconds()),
                        y));
        for (Percentile each : all) {
            marks.add(
                    Svg.group(
                            "%s %s: %s".formatted(style, each.name(), Figures.time(each.seconds())),
                            Svg.circle("mark " + style, scale.percent(each.seconds()), y, 4.5)));
        }
        return each(marks.stream());
    }

    private static DomContent table(List<PoolEntry> pools, List<PoolEntry> predicted) {
        Grid table =
                new Grid("pool")
                        .words("keeps up")
                        .figures("came")
                        .figures("completed")
                        .figures("completed/s")
                        .figures("left at the end")
                        .figures("response p50")
                        .figures("p99")
                        .figures("p99.9")
                        .figures("max")
                        .figures("service p50")
                        .figures("p99")
                        .figures("submitted late, p99");
        for (PoolEntry pool : pools) {
            LoadEntry load = load(pool);
            table.row(
                    pool.pool(),
                    List.of(
                            load.keepsUp(),
                            Figures.count(load.offered()),
                            Figures.count(load.completed()),
                            Figures.rate(load.completedPerSecond()),
                            Figures.count(load.inSystemAtEnd()),
                            time(load.response().p50()),
                            time(load.response().p99()),
                            time(load.response().p999()),
                            time(load.response().max()),
                            time(load.service().p50()),
                            time(load.service().p99()),
                            time(load.generatorLateP99())));
        }
        for (PoolEntry pool : predicted) {
            SimulationEntry said = pool.simulation();
            List<String> cells = new ArrayList<>(Collections.nCopies(12, Figures.UNKNOWN));
            cells.set(0, said != null && said.complaint() == null ? "yes" : "no");
            cells.set(5, time(pool.response().p50()));
            cells.set(6, time(pool.response().p99()));
            cells.set(8, time(pool.response().max()));
            table.row(pool.pool(), cells);
        }
        return table.toHtml();
    }

    private static String time(@Nullable Double seconds) {
        return Figures.time(Figures.orNaN(seconds));
    }
}
